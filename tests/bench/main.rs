//! The benchmark: what the hub costs beside a floor that makes the same JSON with one hand-written SQL statement.
//!
//! A third side is the same hub without decisions and logs. All answer the same questions in the same process, each on
//! threads of its own, and take turns. That they answer alike is checked before anything is timed. Beside this, the
//! import of a DDAS delivery, and the pages of the console. `tests/bench/run` runs it; docs/benchmark.md tells how to read it.

mod cpu;
mod floor;
mod house;
mod import;
mod load;
mod pages;
mod report;
mod scene;
mod settings;
mod sides;
mod stages;
mod statistics;

use clap::Parser as _;
use schakel_tests::Engine;

use crate::{
    report::Report,
    scene::Scene,
    settings::{Other, Settings},
    sides::Sides,
};

fn main() {
    let settings = Settings::parse();
    match settings.other {
        None => ask(&settings),
        Some(Other::Import { trajecten }) => import::measure(&settings, trajecten),
        Some(Other::Pages { trajecten }) => pages::measure(trajecten),
        Some(Other::Delivery { trajecten }) => import::write_delivery(trajecten),
    }
}

fn ask(settings: &Settings) {
    println!("{settings}");
    for engine in settings.engines() {
        ask_on(engine, settings);
    }
}

fn ask_on(engine: Engine, settings: &Settings) {
    let hub = threads("schakel");
    let scene = hub.block_on(Scene::set(engine, settings.residents));
    let sides = Sides::open(&scene, settings);
    let questions = scene.questions().into_iter();
    for question in questions.filter(|question| settings.wants(question.name)) {
        let checked = sides.check_equal(&question);
        let report = Report::of(&sides.measure(&checked));
        println!("{report}");
        let profile = hub.block_on(stages::profile(&scene, &question));
        println!("{profile}");
    }
    sides.close();
    hub.block_on(scene.clear());
}

/// A runtime whose threads can be told from others by their name.
fn threads(name: &str) -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread()
        .thread_name(name)
        .enable_all()
        .build()
        .expect("a runtime can be made")
}
