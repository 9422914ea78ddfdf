//! The published examples of DDAS v1.0, where they stand beside this repository.

use std::fs;

use schakel_tests::{TestApp, on_both_engines};
use serde_json::Value;

use super::kit::{There, published, there_and_back};

/// Imports, exports and imports an example; `None` where it isn't here.
async fn example(app: &TestApp, name: &str, count: u64) -> Option<There> {
    let text = fs::read_to_string(published()?.join(name)).unwrap();
    let told: Value = serde_json::from_str(&text).unwrap();
    let leveringen = told["leveringen"].as_array().unwrap().iter();
    let trajecten = leveringen.flat_map(|one| one["schuldhulptrajecten"].as_array().unwrap());
    let clients = trajecten.flat_map(|one| one["client"].as_array().unwrap());
    let numbers: Vec<String> = clients
        .map(|one| one["Burgerservicenummer"].as_str().unwrap().to_owned())
        .collect();
    let there = there_and_back(app, &text, &numbers).await;
    assert_eq!(there.written.trajecten, count, "{name}");
    Some(there)
}

/// An example of which every field comes back, but for the creditors, who are counted and not kept.
async fn comes_back(app: &TestApp, name: &str, count: u64) {
    if let Some(mut lost) = example(app, name, count).await.map(|there| there.lost()) {
        lost.remove("financieel.aantalSchuldeisers");
        assert!(lost.is_empty(), "{name}: {lost:?}");
    }
}

on_both_engines! {
    async fn the_single_example(app: TestApp) {
        comes_back(&app, "enkelvoudigVoorbeeld.json", 1).await;
    }

    async fn the_plural_example(app: TestApp) {
        comes_back(&app, "meervoudigVoorbeeld.json", 10).await;
    }

    async fn the_example_of_several_deliveries(app: TestApp) {
        comes_back(&app, "meerdereLeveringenVoorbeeld.json", 5).await;
    }

    async fn the_first_example_of_concurrence(app: TestApp) {
        comes_back(&app, "samenloopVoorbeeldDeel1.json", 5).await;
    }

    async fn the_second_example_of_concurrence(app: TestApp) {
        comes_back(&app, "samenloopVoorbeeldDeel2.json", 5).await;
    }

    async fn the_big_example_with_all_that_is_odd_in_it(app: TestApp) {
        let name = "UitgebreidMeervoudigVoorbeeld.json";
        let Some(there) = example(&app, name, 5).await else { return };
        let heard = |sentence: &str| there.heard.iter().filter(|one| one.contains(sentence)).count();
        let findings = [
            ("is null: gelezen als afwezig", 5),
            ("staat niet in de lijst van DDAS v1.0: gelezen als TOELATING", 5),
            ("staat niet in de lijst van DDAS v1.0: niet gelezen", 1),
            ("geen bekende reden: gelezen als ONBEKEND", 1),
        ];
        for (sentence, count) in findings {
            assert_eq!(heard(sentence), count, "{sentence}");
        }
        let mut lost = there.lost();
        lost.remove("financieel.aantalSchuldeisers");
        assert!(lost.is_empty(), "{lost:?}");
    }
}
