//! Deliveries: what comes in by DDAS goes out by DDAS, and comes in again as the same.

use std::{fs, io::Cursor, path::PathBuf, process::Command, time::Instant};

use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use schakel::{
    demo::data::nth_bsn,
    domain::{Partij, PartijId},
    export::ddas::{Header, Personen, Written, write},
    federation::SubgraphName,
    import::ImportOptions,
    request::authenticate::Caller,
    subgraphs::trajectbegeleiding::own_trajecten,
};
use schakel_tests::{
    Engine, TestApp,
    app::{bsn, traject},
    on_both_engines, root, tell,
};
use serde_json::{Map, Value, json};

use crate::imports::{delivery, import_ddas};

const TEST: ImportOptions = ImportOptions {
    sta_test_bsn_toe: true,
};

async fn gemeente(app: &TestApp) -> Partij {
    let parts = &app.installation().parts[&SubgraphName::Trajectbegeleiding];
    let ingericht = parts.register.inrichting().await.unwrap();
    let id = PartijId::new("gemeente-utrecht").unwrap();
    ingericht.inrichting.find_partij(&id).unwrap().clone()
}

/// What the municipality holds, as it was published, but for what DDAS has no place for.
async fn own(app: &TestApp) -> Vec<Value> {
    let parts = &app.installation().parts[&SubgraphName::Trajectbegeleiding];
    let (partij, mut all, mut last) = (gemeente(app).await.id, Vec::new(), None);
    loop {
        let page = own_trajecten(&parts.db, &partij, last, 50).await.unwrap();
        let Some(end) = page.last() else { break };
        last = Some(end.id);
        for mut own in page {
            if let Some(financieel) = &mut own.invoer.financieel {
                financieel.aantal_schuldeisers = None;
            }
            let mut told = serde_json::to_value(&own.invoer).unwrap();
            told["versie"] = Value::Null;
            all.push(told);
        }
    }
    all.sort_by_key(|told| told["bronId"].to_string());
    all
}

/// The delivery of the municipality, with these residents in its own file.
async fn export(app: &TestApp, bsns: &[String]) -> (String, Written) {
    let parts = &app.installation().parts[&SubgraphName::Trajectbegeleiding];
    let lines: Vec<String> = bsns
        .iter()
        .map(|bsn| json!({"burgerservicenummer": bsn, "postcode": "3562AA"}).to_string())
        .collect();
    let partij = gemeente(app).await;
    let caller = Caller::operator(partij.id.clone());
    let file = Cursor::new(lines.join("\n"));
    let personen = Personen::read(file, &*parts.register, &caller, TEST)
        .await
        .unwrap();
    let header = Header {
        op: app.now(),
        van: "2026-01-01".parse().unwrap(),
        tot: "2026-06-15".parse().unwrap(),
        leverancier: "GL000344".to_owned(),
    };
    let mut out = Vec::new();
    let written = write(&mut out, &parts.db, &partij, &header, &personen)
        .await
        .unwrap();
    (String::from_utf8(out).unwrap(), written)
}

/// Holds a delivery against the published schema; where schema or validator aren't beside this repository, says so.
fn validate(text: &str) {
    let schema = root()
        .ancestors()
        .map(|folder| folder.join("shared/data/ddas/json_schema_Uitwisselmodel.json"))
        .find(|file| file.is_file());
    let validator = root().join("tests/peers/node_modules/ajv");
    let Some(schema) = schema.filter(|_| validator.is_dir()) else {
        println!(
            "not validated: the schema of DDAS or its validator (`npm ci --prefix tests/peers`) isn't here"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("levering.json");
    fs::write(&file, text).unwrap();
    let script = root().join("tests/peers/ddas.mjs");
    let output = Command::new("node")
        .arg(script)
        .args([schema, file])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// Imports, exports and imports again: the same, and nothing rejected on the way.
async fn there_and_back(app: &TestApp, text: &str, bsns: &[String]) -> Written {
    let (first, heard) = import_ddas(app, text, true).await;
    assert_eq!(first.report.afgewezen, 0, "{heard:?}");
    let before = own(app).await;
    let (exported, written) = export(app, bsns).await;
    assert_eq!(written.trajecten, before.len() as u64);
    assert_eq!(written.without_clients, 0);
    validate(&exported);
    let (second, heard) = import_ddas(app, &exported, true).await;
    assert_eq!(
        (second.report.afgewezen, second.report.nieuw),
        (0, 0),
        "{heard:?}"
    );
    for (before, after) in before.iter().zip(&own(app).await) {
        assert_eq!(before, after);
    }
    written
}

fn full(bsns: &[&str]) -> Value {
    json!({
        "gemeentecode": "GM0355", "startdatum": "2025-02-03", "einddatum": "2026-05-20", "toekenningsdatum": "2025-03-01",
        "omschrijving": "blijft buiten de hub", "totaalSchuldbedragBijAanvangSchuld": 20000,
        "aanmelding": {"startdatum": "2025-01-20", "einddatum": "2025-01-30", "crisisinterventie": true},
        "informatieEnAdvies": {"startdatum": "2025-01-25", "einddatum": "2025-02-01"},
        "intake": {"startdatum": "2025-02-01", "einddatum": "2025-02-20", "beschikkingsdatum": "2025-02-20", "beschikkingssoort": "Toelatingsbeschikking"},
        "planVanAanpak": {"datumAfronding": "2025-03-10"},
        "stabilisatie": {"startdatum": "2025-03-01", "einddatum": "2025-06-01"},
        "crisisinterventies": [{"startdatum": "2025-01-21", "einddatum": "2025-01-28"}, {"startdatum": "2025-05-01"}],
        "moratoria": [{"datumAanvraag": "2025-02-02", "datumGoedkeuring": "2025-02-05", "startdatum": "2025-02-05", "einddatum": "2025-08-05"}],
        "voorlopigeVoorzieningen": [{"startdatum": "2025-02-06", "einddatum": "2025-04-06"}],
        "begeleiding": [{"soort": "Budgetbeheer", "startdatum": "2025-03-02"}, {"soort": "Lange Termijn Begeleiding (DFD)", "startdatum": "2025-09-01", "einddatum": "2025-10-01"}],
        "schuldregeling": {"datum": "2025-07-01", "toegekend": "2025-08-01", "dwangakkoord": false},
        "oplossing": {"soort": "0%-aanbod", "startdatum": "2025-08-15", "einddatum": "2026-02-15", "vtlb": 1417},
        "schulden": [
            {"bedrag": 15000, "peildatum": "2025-02-01", "schuldsoort": "Publiek", "zakelijkeSchuld": false, "schuldeiser": {"naam": "Voorbeeld BV"}},
            {"bedrag": 5000, "peildatum": "2025-02-01", "schuldsoort": "Zorg", "schuldeiser": {"naam": "Nog een BV"}},
        ],
        "nazorg": {"startdatum": "2026-02-16", "einddatum": "2026-05-16"},
        "uitstroom": {"datum": "2026-05-20", "datumBeeindigingsbeschikking": "2026-05-18", "reden": "Afgerond", "omschrijving": "blijft ook buiten"},
        "client": bsns.iter().map(|bsn| json!({"Burgerservicenummer": bsn})).collect::<Vec<_>>(),
    })
}

on_both_engines! {
    async fn what_came_in_goes_out_and_comes_in_again_as_the_same(app: TestApp) {
        let numbers: Vec<String> = (1..=4).map(bsn).collect();
        let sparse = json!({"gemeentecode": "GM0344", "startdatum": "2026-02-01", "client": [{"Burgerservicenummer": numbers[1]}]});
        let text = delivery(json!([full(&[&numbers[0]]), sparse, full(&[&numbers[2], &numbers[3]])]));
        let written = there_and_back(&app, &text, &numbers).await;
        let lost: Vec<_> = written.unmapped.counts().collect();
        assert_eq!(lost, [("financieel.aantalSchuldeisers", 2)]);
        let (exported, _) = export(&app, &numbers).await;
        for left_out in ["blijft", "Voorbeeld BV", "schuldeiser"] {
            assert!(!exported.contains(left_out), "{left_out}");
        }
        assert!(exported.contains("GM0355") && exported.contains("0%-aanbod"));
    }

    async fn without_the_owners_file_nobody_is_named(app: TestApp) {
        let text = delivery(json!([full(&[&bsn(1)]), full(&[&bsn(2), &bsn(3)])]));
        import_ddas(&app, &text, true).await;
        let (exported, written) = export(&app, &[]).await;
        assert_eq!((written.trajecten, written.without_clients), (2, 2));
        assert!(!exported.contains("Burgerservicenummer") && !exported.contains("\"client\""));
        validate(&exported);
        let (exported, written) = export(&app, &[bsn(1), bsn(2)]).await;
        assert_eq!(written.without_clients, 1, "one of two would be another traject");
        assert!(!exported.contains(&bsn(2)));
    }

    async fn only_ones_own_goes_out_and_what_has_no_place_is_listed(app: TestApp) {
        app.publish_everything(&bsn(1)).await;
        app.publish_traject(traject("weg").client_bsn(&bsn(2))).await;
        app.gemeente_systeem().withdraw("weg").await.expect_ok();
        let (exported, written) = export(&app, &[bsn(1)]).await;
        validate(&exported);
        assert_eq!(written.trajecten, 1);
        let lost: Vec<&str> = written.unmapped.counts().map(|(field, _)| field).collect();
        for field in ["hulpvraag", "ingang", "regisseurs", "betrokkenen", "acties", "nazorg.producten", "termijnen"] {
            assert!(lost.contains(&field), "{field} is not listed: {lost:?}");
        }
        let told: Value = serde_json::from_str(&exported).unwrap();
        let one = &told["leveringen"][0]["schuldhulptrajecten"][0];
        assert_eq!((&one["stabilisatie"]["startdatum"], &one["client"][0]["Postcode"]), (&json!("2026-05-11"), &json!("3562AA")));
        assert!(!exported.contains("Regisseur") && !exported.contains("toeslagen"));
    }
}

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

/// A random traject of this client.
fn random_traject(rng: &mut ChaCha8Rng, bsn: &str) -> Value {
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
    if rng.random_bool(0.5) {
        let debts = (0..rng.random_range(1..4)).map(|_| {
            json!({"bedrag": rng.random_range(0..9000), "peildatum": "2024-03-01", "schuldsoort": one_of(rng, &["Zorg", "Nuts", "Overig"])})
        });
        let debts: Vec<Value> = debts.collect();
        one.insert("schulden".to_owned(), json!(debts));
    }
    if rng.random_bool(0.4) {
        // What begins after the end of its traject is left out when it is read, and told so: that isn't tried here.
        let end = "2026-02-01".parse::<NaiveDate>().unwrap() + Days::new(rng.random_range(0..90));
        one.insert(
            "uitstroom".to_owned(),
            json!({"datum": end, "reden": one_of(rng, &["Afgerond", "Verhuisd", "Zelf"])}),
        );
    }
    one.insert("client".to_owned(), json!([{"Burgerservicenummer": bsn}]));
    Value::Object(one)
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
        let numbers: Vec<String> = (0..how_many()).map(|index| nth_bsn(index).unwrap()).collect();
        let trajecten: Vec<Value> = numbers.iter().map(|bsn| random_traject(&mut rng, bsn)).collect();
        let text = delivery(json!(trajecten));
        let begin = Instant::now();
        let written = there_and_back(&app, &text, &numbers).await;
        println!(
            "{} trajecten there and back in {:?}",
            written.trajecten,
            begin.elapsed()
        );
    })
    .await;
}

#[tokio::test]
async fn the_published_examples_go_out_and_come_in_again_as_the_same() {
    tell(Engine::Sqlite, async |app: TestApp| {
        let folder = root()
            .ancestors()
            .map(|folder| folder.join("shared/data/ddas"))
            .find(|folder| folder.is_dir());
        let Some(folder) = folder else {
            println!("skipped: the published examples of DDAS are not beside this repository");
            return;
        };
        for name in [
            "enkelvoudigVoorbeeld.json",
            "meervoudigVoorbeeld.json",
            "meerdereLeveringenVoorbeeld.json",
        ] {
            let text = fs::read_to_string(folder.join(name)).unwrap();
            let told: Value = serde_json::from_str(&text).unwrap();
            let leveringen = told["leveringen"].as_array().unwrap().iter();
            let trajecten = leveringen.flat_map(|one| one["schuldhulptrajecten"].as_array().unwrap());
            let clients = trajecten.flat_map(|one| one["client"].as_array().unwrap());
            let numbers: Vec<String> = clients
                .map(|one| one["Burgerservicenummer"].as_str().unwrap().to_owned())
                .collect();
            let (result, _) = import_ddas(&app, &text, true).await;
            assert_eq!(result.report.afgewezen, 0, "{name}");
            let before = own(&app).await;
            let (exported, written) = export(&app, &numbers).await;
            validate(&exported);
            println!("{name}: {} trajecten", written.trajecten);
            let (again, heard) = import_ddas(&app, &exported, true).await;
            assert_eq!(again.report.nieuw, 0, "{heard:?}");
            assert_eq!(before.len(), own(&app).await.len());
        }
    })
    .await;
}
