//! The README: every snippet in it is a file that runs here against `schakel demo`, and every answer of the tour is
//! compared with what it answers.

mod demo;
mod readme;

use std::fs;

use demo::Demo;
use readme::{Readme, json_lines, masked};
use schakel::{
    clock::SystemClock,
    config::Config,
    domain::{Doel, Reden},
    federation::Foutcode,
    request::authenticate::Authenticator,
};
use schakel_tests::root;

/// The steps of the tour, in the order in which the README takes them.
const TOUR: [&str; 9] = [
    "tour/0-vraag.sh",
    "tour/1-samira.sh",
    "tour/2-zonder-toestemming.sh",
    "tour/3-ingetrokken.sh",
    "tour/4-verlenen.sh",
    "tour/5-zien.sh",
    "tour/6-intrekken.sh",
    "tour/7-afsluiten.sh",
    "tour/8-inlezen.sh",
];

const OTHERS: [&str; 4] = ["curl.sh", "apollo.mjs", "python.py", "schakel.toml"];

fn snippet(name: &str) -> String {
    let path = root().join("tests/snippets").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()))
}

#[test]
fn the_readme_shows_each_snippet_word_for_word() {
    let readme = Readme::read();
    let shown = TOUR.into_iter().chain(OTHERS);
    let missing: Vec<&str> = shown.filter(|name| !readme.shows(&snippet(name))).collect();
    assert!(missing.is_empty(), "not in README.md as they are: {missing:?}");
    let stored = readme::files_under(&root().join("tests/snippets"));
    assert_eq!(stored, TOUR.len() + OTHERS.len(), "a snippet that nobody runs");
}

#[test]
fn the_readme_names_every_code() {
    let readme = Readme::read();
    let reasons = Reden::ALL.iter().map(|reden| reden.word());
    let codes = Foutcode::ALL.iter().map(|code| code.word());
    let doelen = Doel::ALL.iter().map(|doel| doel.word());
    let missing: Vec<&str> = reasons
        .chain(codes)
        .chain(doelen)
        .filter(|word| !readme.names(word))
        .collect();
    assert!(missing.is_empty(), "not in README.md: {missing:?}");
}

#[test]
fn the_tour_gets_the_answers_that_the_readme_shows() {
    let readme = Readme::read();
    let steps: Vec<String> = TOUR.into_iter().map(snippet).collect();
    let told = Demo::start().tour(&steps);
    for (place, (name, told)) in TOUR.into_iter().zip(told).enumerate() {
        let shown = readme.answers_between(&steps[place], steps.get(place + 1));
        let told = json_lines(&told);
        assert_eq!(masked(&told), masked(&shown), "after {name}");
        assert_eq!(told.is_empty(), place == 0, "{name} is answered");
    }
}

#[test]
fn partner_applications_connect() {
    let demo = Demo::start();
    let lamp = "Gemeente Utrecht, Werk en Inkomen";

    let answer = demo.run_as("incluzio", "bash", &snippet("curl.sh"), "curl.sh");
    let answer: serde_json::Value = serde_json::from_str(&answer).expect("curl prints the answer");
    assert_eq!(answer["data"]["inwoner"]["trajecten"][0]["loopt"]["loopt"], true);

    let told = demo.run_as("incluzio", "python3", &snippet("python.py"), "python.py");
    assert!(told.starts_with(lamp), "{told}");
    assert!(
        told.contains("niet gedeeld TRAJECT_FINANCIEEL GEEN_TOESTEMMING"),
        "{told}"
    );

    let told = demo.run_as("incluzio", "node", &snippet("apollo.mjs"), "apollo.mjs");
    assert!(told.starts_with(&format!("{lamp} loopt; bel ")), "{told}");
    assert!(
        told.contains("niet gedeeld: gemeente-utrecht TRAJECT_FINANCIEEL GEEN_TOESTEMMING"),
        "{told}"
    );
}

#[test]
fn the_configuration_is_one_that_is_accepted() {
    let config = Config::read(&root().join("tests/snippets/schakel.toml")).expect("it can be read");
    config.check_hub().expect("a hub can start with it");
    Authenticator::new(config.auth, std::sync::Arc::new(SystemClock))
        .expect("its issuers are well described");
}
