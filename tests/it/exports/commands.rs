//! `schakel export ddas`, as an operator runs it.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output},
};

use schakel::{
    demo::data::nth_bsn,
    domain::{Doel, PartijId, Rol},
    federation::http_client,
};
use schakel_entity::logboek::verstrekking;
use schakel_tests::{Asker, Records, Together, binary, bsns_in};
use sea_orm::{ColumnTrait, Database, EntityTrait, QueryFilter};
use serde_json::{Value, json};

/// Words that stand in the owner's own file and nowhere else.
const POSTCODE: &str = "9731ZQ";
const GEBOREN: &str = "1961-10-19";

fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(binary());
    command.args(["export", "ddas", "--config", "together.toml"]);
    command.args(["--leverancier", "GL000344", "--uit", "levering.json"]);
    command
        .args(arguments)
        .current_dir(home)
        .output()
        .expect("the program runs")
}

fn told(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}

/// The municipality binds a client number of its own.
async fn couple(house: &Together, records: &Records, nummer: &str, bsn: &str) {
    let system = Asker {
        partij: PartijId::new("gemeente-utrecht").unwrap(),
        rollen: vec![Rol::Bronsysteem],
        doelen: vec![Doel::AfstemmingTraject],
    };
    let mutation = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
    let invoer = json!({"eigenNummer": nummer, "inwoner": {"bsn": bsn}});
    let client = http_client(std::time::Duration::from_secs(60)).unwrap();
    let request = client.post(house.graphql()).bearer_auth(records.token(&system));
    let request = request.header("Doel", "AFSTEMMING_TRAJECT");
    let body = json!({"query": mutation, "variables": {"invoer": invoer}});
    let answer: Value = request.json(&body).send().await.unwrap().json().await.unwrap();
    assert!(answer["data"]["koppelen"]["id"].is_string(), "{answer}");
}

/// The deliveries that stand in the log of the trajecten.
async fn noted(home: &Path) -> Vec<verstrekking::Model> {
    let file = home.join("trajectbegeleiding.db");
    let db = Database::connect(format!("sqlite:{}?mode=rw", file.display()))
        .await
        .unwrap();
    let rows = verstrekking::Entity::find()
        .filter(verstrekking::Column::Toelichting.starts_with("levering ddas"))
        .all(&db)
        .await
        .unwrap();
    db.close().await.unwrap();
    rows
}

/// Whether these bytes stand in any file of the installation but these.
fn stands_in_a_file(home: &Path, text: &str, but: &[&str]) -> bool {
    let files = fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path());
    let kept = files.filter(|path| path.is_file() && !but.iter().any(|name| path.ends_with(name)));
    let mut kept = kept.map(|path| fs::read(path).unwrap());
    kept.any(|bytes| bytes.windows(text.len()).any(|window| window == text.as_bytes()))
}

#[tokio::test]
async fn the_owners_own_file_names_the_clients_and_is_not_kept() {
    let records = Records::of_the_demo().await;
    let house = Together::start(&records).await;
    let bsn = nth_bsn(11).unwrap().to_string();
    couple(&house, &records, "WI-4711", &bsn).await;
    let home = house.home().to_owned();
    let line = |nummer: &str, bsn: &str| {
        json!({"eigenNummer": nummer, "burgerservicenummer": bsn, "postcode": POSTCODE, "geboortedatum": GEBOREN}).to_string()
    };
    let other = nth_bsn(12).unwrap().to_string();
    let persons = format!("{}\n\n{}\n", line("WI-4711", &bsn), line("WI-onbekend", &other));
    fs::write(home.join("personen.ndjson"), persons).unwrap();
    let before = noted(&home).await.len();

    let output = run(
        &home,
        &[
            "--partij",
            "gemeente-utrecht",
            "--personen",
            "personen.ndjson",
            "--van",
            "2026-01-01",
            "--tot",
            "2026-06-30",
        ],
    );
    let text = told(&output);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(
        text.contains("regel 3 van de personen: eigenNummer is niet gekoppeld"),
        "{text}"
    );
    assert!(text.contains("niet in DDAS v1.0: regisseurs, in "), "{text}");
    assert!(
        bsns_in(&text).is_empty() && !text.contains("WI-onbekend"),
        "{text}"
    );

    let file = home.join("levering.json");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!home.join("levering.deel").exists());
    let delivered: Value = serde_json::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
    assert_eq!(delivered["startdatumLevering"], "2026-01-01");
    let trajecten = delivered["leveringen"][0]["schuldhulptrajecten"]
        .as_array()
        .unwrap();
    let named: Vec<&Value> = trajecten.iter().filter(|one| one["client"].is_array()).collect();
    assert!(!named.is_empty(), "by its own number: {text}");
    for one in &named {
        let client = json!([{"Burgerservicenummer": bsn, "Postcode": POSTCODE, "Geboortedatum": GEBOREN}]);
        assert_eq!(one["client"], client, "and the unknown number names nobody");
    }
    let summary = format!(
        "trajecten {}, zonder cliënten {}",
        trajecten.len(),
        trajecten.len() - named.len()
    );
    assert!(text.contains(&summary), "{text}");

    let lines = noted(&home).await;
    assert_eq!(lines.len(), before + 1, "one line of this delivery");
    let line = lines.last().unwrap();
    assert_eq!(
        line.toelichting.as_deref(),
        Some("levering ddas 2026-01-01/2026-06-30")
    );
    let files = ["personen.ndjson", "levering.json"];
    for used in [POSTCODE, GEBOREN, &bsn] {
        assert!(!stands_in_a_file(&home, used, &files), "used, and not stored");
    }
}

#[tokio::test]
async fn a_file_or_a_party_that_will_not_do_leaves_nothing_behind() {
    let records = Records::of_the_demo().await;
    let house = Together::start(&records).await;
    let home = house.home().to_owned();
    let good = json!({"burgerservicenummer": nth_bsn(11).unwrap().to_string()}).to_string();
    let bad = [
        "not json".to_owned(),
        json!({"burgerservicenummer": "999999999"}).to_string(),
        json!({"burgerservicenummer": nth_bsn(11).unwrap().to_string(), "naam": POSTCODE}).to_string(),
        json!({"eigenNummer": "WI-4711", "postcode": POSTCODE}).to_string(),
    ];
    for line in bad {
        fs::write(home.join("personen.ndjson"), format!("{good}\n{line}\n")).unwrap();
        let output = run(
            &home,
            &["--partij", "gemeente-utrecht", "--personen", "personen.ndjson"],
        );
        let text = told(&output);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(
            text.contains("line 2 of the file of persons is not one person"),
            "{text}"
        );
        assert!(bsns_in(&text).is_empty() && !text.contains(POSTCODE), "{text}");
    }
    couple(&house, &records, "WI-4711", &nth_bsn(12).unwrap().to_string()).await;
    let shifted = json!({"eigenNummer": "WI-4711", "burgerservicenummer": nth_bsn(13).unwrap().to_string()})
        .to_string();
    for (line, reason) in [
        (&shifted, "line 2 of the file of persons names two residents"),
        (
            &good,
            "line 2 of the file of persons is about a resident of an earlier line",
        ),
    ] {
        fs::write(home.join("personen.ndjson"), format!("{good}\n{line}\n")).unwrap();
        let output = run(
            &home,
            &["--partij", "gemeente-utrecht", "--personen", "personen.ndjson"],
        );
        let text = told(&output);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(text.contains(reason) && bsns_in(&text).is_empty(), "{text}");
    }
    for (arguments, reason) in [
        (
            &["--partij", "gemeente-utrecht", "--personen", "nergens.ndjson"][..],
            "cannot be opened",
        ),
        (&["--partij", "nergens"], "there is no partij"),
        (&["--partij", "u-centraal"], "owns no TRAJECT"),
        (
            &[
                "--partij",
                "gemeente-utrecht",
                "--van",
                "2026-06-30",
                "--tot",
                "2026-01-01",
            ],
            "ends before it starts",
        ),
    ] {
        let output = run(&home, arguments);
        assert_eq!(output.status.code(), Some(2), "{}", told(&output));
        assert!(told(&output).contains(reason), "{}", told(&output));
    }
    assert!(!home.join("levering.json").exists() && !home.join("levering.deel").exists());
}
