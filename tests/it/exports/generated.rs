//! Random deliveries of DDAS, of every shape.

use std::time::Instant;

use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use schakel_tests::{Engine, TestApp, app::bsns, tell};
use serde_json::{Map, Value, json};

use super::kit::there_and_back;
use crate::imports::delivery;

/// Any day of two years.
fn some_day(rng: &mut ChaCha8Rng) -> NaiveDate {
    let first: NaiveDate = "2024-03-01".parse().unwrap();
    first + Days::new(rng.random_range(0..700))
}

fn maybe_period(rng: &mut ChaCha8Rng, into: &mut Map<String, Value>, name: &str) {
    if rng.random_bool(0.5) {
        into.insert(name.to_owned(), some_period(rng));
    }
}

fn some_period(rng: &mut ChaCha8Rng) -> Value {
    let start = some_day(rng);
    let mut period = json!({"startdatum": start});
    if rng.random_bool(0.5) {
        period["einddatum"] = json!(start + Days::new(rng.random_range(0..60)));
    }
    period
}

fn one_of<'a>(rng: &mut ChaCha8Rng, words: &[&'a str]) -> &'a str {
    words[rng.random_range(0..words.len())]
}

/// A random traject of these clients.
fn random_traject(rng: &mut ChaCha8Rng, clients: &[String]) -> Value {
    let mut one = Map::new();
    one.insert(
        "gemeentecode".to_owned(),
        json!(one_of(rng, &["GM0344", "GM0355"])),
    );
    let begin: NaiveDate = "2024-01-01".parse::<NaiveDate>().unwrap() + Days::new(rng.random_range(0..60));
    if rng.random_bool(0.7) {
        one.insert(
            "aanmelding".to_owned(),
            json!({"startdatum": begin, "crisisinterventie": rng.random_bool(0.3)}),
        );
    } else {
        one.insert("startdatum".to_owned(), json!(begin));
    }
    for name in ["informatieEnAdvies", "stabilisatie", "nazorg", "oplossing"] {
        maybe_period(rng, &mut one, name);
    }
    if let Some(oplossing) = one.get_mut("oplossing") {
        let words = [
            "Betalingsregeling",
            "Herfinanciering",
            "Saneringskrediet",
            "Schuldbemiddeling",
            "0%-aanbod",
        ];
        oplossing["soort"] = json!(one_of(rng, &words));
        oplossing["vtlb"] = json!(rng.random_range(0..3000));
    }
    if rng.random_bool(0.6) {
        let mut intake = some_period(rng);
        if rng.random_bool(0.5) {
            intake["beschikkingsdatum"] = json!(some_day(rng));
            intake["beschikkingssoort"] =
                json!(one_of(rng, &["Toelatingsbeschikking", "Afwijzingsbeschikking"]));
        }
        one.insert("intake".to_owned(), intake);
    }
    if rng.random_bool(0.4) {
        let name = one_of(
            rng,
            &[
                "datum",
                "toegekend",
                "afgewezen",
                "ingetrokken",
                "datumVerzoekDwangakkoord",
            ],
        );
        one.insert(
            "schuldregeling".to_owned(),
            json!({name: some_day(rng), "dwangakkoord": rng.random_bool(0.5)}),
        );
    }
    if rng.random_bool(0.3) {
        one.insert(
            "planVanAanpak".to_owned(),
            json!({"datumAfronding": some_day(rng)}),
        );
    }
    if rng.random_bool(0.3) {
        one.insert(
            "totaalSchuldbedragBijAanvangSchuld".to_owned(),
            json!(rng.random_range(0..90_000)),
        );
    }
    if rng.random_bool(0.3) {
        one.insert("toekenningsdatum".to_owned(), json!(some_day(rng)));
    }
    for name in [
        "crisisinterventies",
        "voorlopigeVoorzieningen",
        "moratoria",
        "begeleiding",
    ] {
        let items: Vec<Value> = (0..rng.random_range(0..3)).map(|_| some_period(rng)).collect();
        if !items.is_empty() {
            one.insert(name.to_owned(), json!(items));
        }
    }
    if let Some(Value::Array(items)) = one.get_mut("begeleiding") {
        let words = [
            "Budgetcoaching",
            "Budgetbeheer",
            "Lange Termijn Begeleiding (DFD)",
        ];
        for item in items {
            item["soort"] = json!(one_of(rng, &words));
        }
    }
    if let Some(Value::Array(items)) = one.get_mut("moratoria") {
        for item in items {
            item["datumAanvraag"] = json!(some_day(rng));
            if rng.random_bool(0.5) {
                item["datumGoedkeuring"] = json!(some_day(rng));
            }
        }
    }
    if rng.random_bool(0.5) {
        let debts = (0..rng.random_range(1..4)).map(|_| {
            json!({"bedrag": rng.random_range(0..9000), "peildatum": "2024-03-01", "schuldsoort": one_of(rng, &["Zorg", "Publiek", "Nuts", "Overig"]), "zakelijkeSchuld": rng.random_bool(0.2)})
        });
        let debts: Vec<Value> = debts.collect();
        one.insert("schulden".to_owned(), json!(debts));
    }
    if rng.random_bool(0.4) {
        let end = "2025-06-01".parse::<NaiveDate>().unwrap() + Days::new(rng.random_range(0..330));
        one.insert(
            "uitstroom".to_owned(),
            json!({"datum": end, "reden": one_of(rng, &["Afgerond", "Verhuisd", "Zelf", "Voldoet niet"]), "datumBeeindigingsbeschikking": end}),
        );
    }
    let clients: Vec<Value> = clients
        .iter()
        .map(|bsn| json!({"Burgerservicenummer": bsn}))
        .collect();
    one.insert("client".to_owned(), json!(clients));
    Value::Object(one)
}

/// One client, or a couple.
fn some_clients<'a>(rng: &mut ChaCha8Rng, couple: &'a [String]) -> &'a [String] {
    &couple[..if rng.random_bool(0.2) { 2 } else { 1 }]
}

/// So many trajecten: `TESTS_TRAJECTEN=25000 cargo nextest run --workspace --no-capture generated_trajecten`.
fn how_many() -> usize {
    let set = std::env::var_os("TESTS_TRAJECTEN").map(|text| text.into_string().expect("a text"));
    set.map_or(250, |text| text.parse().expect("a number"))
}

#[tokio::test]
async fn generated_trajecten_go_out_and_come_in_again_as_the_same() {
    tell(Engine::Sqlite, async |app: TestApp| {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let many = how_many();
        let numbers = bsns(2 * many);
        let drawn = numbers.chunks_exact(2).map(|couple| {
            let clients = some_clients(&mut rng, couple);
            random_traject(&mut rng, clients)
        });
        let trajecten: Vec<Value> = drawn.collect();
        let text = delivery(json!(trajecten));
        let begin = Instant::now();
        let there = there_and_back(&app, &text, &numbers).await;
        assert_eq!(there.written.trajecten, many as u64);
        assert!(there.lost().is_empty(), "{:?}", there.lost());
        println!(
            "{} trajecten there and back in {:?}",
            there.written.trajecten,
            begin.elapsed()
        );
    })
    .await;
}
