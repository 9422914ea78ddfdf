use std::{collections::BTreeSet, fs, io::Cursor, ops::ControlFlow, path::PathBuf};

use chrono::NaiveDate;
use serde_json::Value;

use super::{super::DemoSet, sets};
use crate::{
    domain::{Bsn, Fase, InwonerId, PartijId},
    import::{
        ImportOptions, Outcome, RecordReader,
        ddas::{DdasReader, DdasTraject},
    },
};

fn trajecten(set: &DemoSet) -> &Vec<Value> {
    set.ddas["leveringen"][0]["schuldhulptrajecten"]
        .as_array()
        .unwrap()
}

/// The delivery as the importer reads it: without one rejection or warning.
fn imported(set: &DemoSet) -> Vec<DdasTraject> {
    let file = Cursor::new(serde_json::to_vec(&set.ddas).unwrap());
    let reader = DdasReader::open(file, ImportOptions::default()).unwrap();
    let mut records = Vec::new();
    reader
        .read(&mut |step| {
            assert!(step.warnings.is_empty(), "{:?}", step.warnings);
            match step.outcome {
                Outcome::Record(record) => records.push(record),
                Outcome::Rejected(rejection) => panic!("{:?}", rejection.reasons),
                Outcome::Nothing => {}
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    records
}

#[test]
fn every_traject_has_what_the_importer_needs() {
    for (today, set) in sets() {
        let mut residents = BTreeSet::new();
        for traject in trajecten(&set) {
            assert_eq!(traject["gemeentecode"], "GM0344");
            let start: NaiveDate = traject["aanmelding"]["startdatum"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap();
            assert!(start < today);
            let clients = traject["client"].as_array().unwrap();
            assert!((1..=2).contains(&clients.len()));
            for client in clients {
                let bsn = client["Burgerservicenummer"].as_str().unwrap();
                assert!(Bsn::new(bsn).is_ok());
                residents.insert(bsn);
            }
        }
        assert_eq!(residents.len(), 160);
        assert!(trajecten(&set).len() > 154);
        let text = serde_json::to_string(&set.trajecten).unwrap();
        assert!(
            residents.iter().all(|bsn| !text.contains(bsn)),
            "in one source only"
        );
    }
}

#[test]
fn the_importer_takes_all_of_it_without_a_warning() {
    for (_, set) in sets() {
        let partij = PartijId::new("gemeente-utrecht").unwrap();
        let records = imported(&set);
        assert_eq!(records.len(), trajecten(&set).len());
        let mut present = BTreeSet::new();
        for record in records {
            let ids = [InwonerId::from_hash(&[1; 32]), InwonerId::from_hash(&[2; 32])];
            let count = record.bsns().len();
            let invoer = record.into_invoer(&partij, &ids[..count]).unwrap();
            assert_eq!(invoer.check(), Ok(()));
            present.insert(invoer.fasen.last().unwrap().fase);
        }
        let told = Fase::ALL.iter().copied();
        let told = told.filter(|fase| ![Fase::Signaal, Fase::Aanbod, Fase::Wsnp].contains(fase));
        assert_eq!(present, told.collect());
    }
}

#[test]
fn the_debts_add_up_to_the_total() {
    for (_, set) in sets() {
        for traject in trajecten(&set) {
            let Some(debts) = traject["schulden"].as_array() else {
                continue;
            };
            let sum: i64 = debts.iter().map(|debt| debt["bedrag"].as_i64().unwrap()).sum();
            assert!(debts.iter().all(|debt| debt["bedrag"].as_i64().unwrap() > 0));
            assert_eq!(Some(sum), traject["totaalSchuldbedragBijAanvangSchuld"].as_i64());
        }
    }
}

/// The published schema, where it stands beside this repository.
fn schema() -> Option<Value> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let file = here
        .ancestors()
        .map(|folder| folder.join("shared/data/ddas/json_schema_Uitwisselmodel.json"))
        .find(|file| file.is_file());
    if file.is_none() {
        println!("skipped: the published schema of DDAS is not beside this repository");
    }
    Some(serde_json::from_slice(&fs::read(file?).unwrap()).unwrap())
}

#[test]
fn the_delivery_is_valid_by_the_published_schema() {
    let Some(schema) = schema() else { return };
    for (_, set) in sets() {
        check(&set.ddas, &schema, &schema, "");
    }
    let mut broken = sets().remove(0).1.ddas;
    broken["leveringen"][0]["schuldhulptrajecten"][0]["intake"]["beschikkingssoort"] = "Toewijzing".into();
    let outcome = std::panic::catch_unwind(|| check(&broken, &schema, &schema, ""));
    assert!(outcome.is_err(), "the check can fail");
}

/// As much of JSON Schema as this schema uses.
fn check(value: &Value, schema: &Value, root: &Value, place: &str) {
    if let Some(reference) = schema["$ref"].as_str() {
        check(value, root.pointer(&reference[1..]).unwrap(), root, place);
    }
    match schema["type"].as_str() {
        Some("object") => check_object(value, schema, root, place),
        Some("array") => {
            let items = value.as_array().unwrap_or_else(|| panic!("{place} is no list"));
            let count = u64::try_from(items.len()).unwrap();
            assert!(count >= schema["minItems"].as_u64().unwrap_or(0), "{place}");
            assert!(
                count <= schema["maxItems"].as_u64().unwrap_or(u64::MAX),
                "{place}"
            );
            for (index, item) in items.iter().enumerate() {
                check(item, &schema["items"], root, &format!("{place}/{index}"));
            }
        }
        Some("string") => check_string(value, schema, place),
        Some("integer") => assert!(value.is_i64(), "{place}"),
        Some("boolean") => assert!(value.is_boolean(), "{place}"),
        _ => assert!(schema["$ref"].is_string(), "{place}"),
    }
}

fn check_object(value: &Value, schema: &Value, root: &Value, place: &str) {
    let members = value
        .as_object()
        .unwrap_or_else(|| panic!("{place} is no object"));
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(
            members.contains_key(name.as_str().unwrap()),
            "{place} lacks {name}"
        );
    }
    for (name, member) in members {
        let known = schema["properties"]
            .get(name)
            .unwrap_or_else(|| panic!("{place}/{name}"));
        check(member, known, root, &format!("{place}/{name}"));
    }
}

fn check_string(value: &Value, schema: &Value, place: &str) {
    let text = value.as_str().unwrap_or_else(|| panic!("{place} is no text"));
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{place}: {text}");
    }
    match schema["format"].as_str() {
        Some("date") => assert!(text.parse::<NaiveDate>().is_ok() && text.len() == 10, "{place}"),
        Some("date-time") => assert!(chrono::DateTime::parse_from_rfc3339(text).is_ok(), "{place}"),
        Some("email") => assert!(text.contains('@'), "{place}"),
        _ => {}
    }
}
