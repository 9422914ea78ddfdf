//! The import of a DDAS delivery by the program itself: how long it takes, and how much memory at most.

mod delivery;
mod program;

use std::{
    fs,
    io::{self, BufWriter, Write},
    path::Path,
};

use schakel::federation::SubgraphName;
use schakel_tests::{OnEngine, TestApp};

pub use self::program::Ran;
use self::program::run;
use crate::{settings::Settings, threads};
use delivery::delivery;

/// Writes the delivery to standard output.
pub fn write_delivery(trajecten: usize) {
    let mut out = BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, &delivery(trajecten)).expect("a delivery can be written");
    out.flush().expect("a delivery can be written");
}

/// Writes the delivery to a file; how large it is, in bytes.
pub fn write_delivery_to(file: &Path, trajecten: usize) -> usize {
    let written = serde_json::to_vec(&delivery(trajecten)).expect("a delivery can be written");
    fs::write(file, &written).expect("a delivery can be written");
    written.len()
}

/// Imports it twice on each engine: the first time all is new, the second time nothing changes.
pub fn measure(settings: &Settings, trajecten: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("levering.json");
    let size = write_delivery_to(&file, trajecten);
    println!("{trajecten} trajecten, {:.1} MB\n", size as f64 / 1e6);
    println!("| engine   | import | seconds | trajecten/s | peak memory, MB | it says |");
    println!("|:---------|:-------|--------:|------------:|----------------:|:--------|");
    for engine in settings.engines() {
        let runtime = threads("import");
        let app = runtime.block_on(TestApp::on(engine));
        let config = folder.path().join(format!("{engine}.toml"));
        fs::write(&config, config_text(&app)).expect("a configuration can be written");
        for turn in ["first", "second"] {
            let Ran { time, memory, said } = import_into(&file, "--config".as_ref(), &config);
            let per_second = trajecten as f64 / time.as_secs_f64();
            let (seconds, memory) = (time.as_secs_f64(), memory as f64 / 1e6);
            println!(
                "| {:<8} | {turn:<6} | {seconds:>7.1} | {per_second:>11.0} | {memory:>15.1} | {} |",
                engine.to_string(),
                said.trim()
            );
        }
        // The databases go in a runtime.
        runtime.block_on(async { drop(app) });
    }
}

/// Imports it into an installation, which an argument (`--config` or `--data`) names.
pub fn import_into(file: &Path, argument: &Path, installation: &Path) -> Ran {
    let ran = run(&[
        "import".as_ref(),
        "ddas".as_ref(),
        file,
        "--partij".as_ref(),
        "gemeente-utrecht".as_ref(),
        "--sta-test-bsn-toe".as_ref(),
        argument,
        installation,
    ]);
    assert!(ran.said.contains("afgewezen 0"), "{}", ran.said);
    ran
}

/// Where the records go, the keys of their ids and of the logs; nobody is let in.
fn config_text(app: &TestApp) -> String {
    let config = app.config();
    let register = config.register.as_ref().expect("the register is here");
    let log = config.log.as_ref().expect("the logs are here");
    let databases: String = SubgraphName::ALL
        .iter()
        .map(|name| {
            let subgraph = config.subgraphs.get(*name).expect("every subgraph is here");
            let database = subgraph.database.as_deref().expect("every database is here");
            format!("\n[subgraphs.{name}]\ndatabase = \"{database}\"\n")
        })
        .collect();
    format!(
        "[http]\nadres = \"127.0.0.1:0\"\n\n[auth]\naudience = \"import\"\nissuers = []\n\n\
         [register]\nsleutels = [\"{}\"]\n\n[log]\noorsprong = \"{}\"\nsleutels = [\"{}\"]\n{databases}",
        register.sleutels[0].display(),
        log.oorsprong,
        log.sleutels[0].display(),
    )
}
