use serde_json::{Value, json};

use super::kit::{BSN, delivery, full, read, read_traject, read_value, small, with, without};
use crate::import::{ImportOptions, Place};

#[test]
fn every_reason_is_told_at_once() {
    let traject = json!({
        "gemeentecode": 344,
        "client": [{ "Burgerservicenummer": "123456789" }, { "Burgerservicenummer": 999990342 }],
        "aanmelding": { "startdatum": "10-01-2024", "crisisinterventie": "ja" },
        "schulden": [{ "bedrag": null }],
    });
    // serde_json can't write 1e400.
    let text = delivery(vec![traject])
        .to_string()
        .replace("\"bedrag\":null", "\"bedrag\":1e400");
    let reading = read(text.as_bytes(), ImportOptions::default());
    let mut reasons = reading.reasons();
    reasons.sort();
    assert_eq!(
        reasons,
        [
            "/aanmelding/crisisinterventie: verwacht true of false",
            "/aanmelding/startdatum: verwacht een datum als JJJJ-MM-DD",
            "/client/0/Burgerservicenummer: voldoet niet aan de elfproef",
            "/client/1/Burgerservicenummer: verwacht een tekst",
            "/gemeentecode: verwacht een tekst",
            "/schulden/0/bedrag: verwacht een bedrag in hele euro's van 0 tot en met 2147483647",
            "/startdatum: ontbreekt, en aanmelding.startdatum ook",
        ]
    );
}

#[test]
fn what_is_required() {
    let reasons = |traject: Value| read_traject(traject).reasons();
    assert_eq!(
        reasons(without(small(), "gemeentecode")),
        ["/gemeentecode: ontbreekt"]
    );
    assert_eq!(
        reasons(with(small(), "/gemeentecode", json!("GM 0344\n"))),
        ["/gemeentecode: verwacht een gemeentecode van ten hoogste tien letters en cijfers"]
    );
    assert_eq!(
        reasons(with(small(), "/gemeentecode", Value::Null)),
        ["/gemeentecode: ontbreekt"]
    );
    assert_eq!(reasons(without(small(), "client")), ["/client: ontbreekt"]);
    let client = |clients: Value| reasons(with(small(), "/client", clients));
    assert_eq!(client(json!([])), ["/client: verwacht een of twee cliënten"]);
    assert_eq!(client(json!({})), ["/client: verwacht een lijst"]);
    assert_eq!(client(json!([{}])), ["/client/0/Burgerservicenummer: ontbreekt"]);
    let one = json!({ "Burgerservicenummer": BSN });
    assert_eq!(
        client(json!([one, one])),
        ["/client/1/Burgerservicenummer: is ook dat van de andere cliënt"]
    );
    let three = client(json!([one, { "Burgerservicenummer": "123456782" }, {}]));
    assert_eq!(three, ["/client: verwacht een of twee cliënten"]);
    let bsn = |text: &str| client(json!([{ "Burgerservicenummer": text }]));
    assert_eq!(
        bsn("12345"),
        ["/client/0/Burgerservicenummer: verwacht negen cijfers"]
    );
    assert_eq!(
        reasons(without(small(), "startdatum")),
        ["/startdatum: ontbreekt, en aanmelding.startdatum ook"]
    );
}

#[test]
fn test_numbers_are_read_and_labelled_when_asked() {
    let traject = with(
        small(),
        "/client",
        json!([{ "Burgerservicenummer": "123456789" }]),
    );
    let text = delivery(vec![traject, full()]).to_string();
    let reading = read(
        text.as_bytes(),
        ImportOptions {
            sta_test_bsn_toe: true,
        },
    );
    let labels: Vec<bool> = reading
        .records
        .iter()
        .map(crate::import::ddas::DdasTraject::is_test)
        .collect();
    assert_eq!(labels, [true, false]);
    let reading = read(text.as_bytes(), ImportOptions::default());
    assert_eq!((reading.records.len(), reading.rejections.len()), (1, 1));
}

#[test]
fn a_name_that_stands_twice_is_refused() {
    let text = delivery(vec![small()])
        .to_string()
        .replace("\"gemeentecode\"", "\"gemeentecode\":\"GM0001\",\"gemeentecode\"");
    let reading = read(text.as_bytes(), ImportOptions::default());
    assert_eq!(reading.reasons(), ["/gemeentecode: komt twee keer voor"]);
}

#[test]
fn the_same_traject_twice_in_one_file_is_refused_once() {
    let later = with(small(), "/einddatum", json!("2024-05-01"));
    let other = with(small(), "/startdatum", json!("2024-02-02"));
    let reading = read_value(&delivery(vec![small(), other, later]));
    assert_eq!(reading.records.len(), 2);
    assert_eq!(
        reading.rejections[0].reasons[0].to_string(),
        "/leveringen/0/schuldhulptrajecten/2: heeft dezelfde gemeentecode, cliënten en begindatum als \
         /leveringen/0/schuldhulptrajecten/0"
    );
}

#[test]
fn what_is_no_record_is_refused_and_the_rest_is_read() {
    let mut delivery = delivery(vec![json!("x"), json!(null), json!([]), small()]);
    let leveringen = delivery["leveringen"].as_array_mut().unwrap();
    leveringen.push(json!(5));
    leveringen.push(json!({ "schuldhulptrajecten": "x" }));
    leveringen.push(json!({ "schuldhulptrajecten": null }));
    leveringen.push(json!({ "teller": 2, "aanleverende_organisatie": {} }));
    let reading = read_value(&delivery);
    let places: Vec<String> = reading
        .rejections
        .iter()
        .map(|rejection| rejection.place.to_string())
        .collect();
    assert_eq!(
        places,
        [
            "/leveringen/0/schuldhulptrajecten/0",
            "/leveringen/0/schuldhulptrajecten/1",
            "/leveringen/0/schuldhulptrajecten/2",
            "/leveringen/1",
            "/leveringen/2/schuldhulptrajecten",
        ]
    );
    assert_eq!(reading.records.len(), 1);
}

#[test]
fn a_traject_that_is_too_large_is_refused_alone() {
    let long = "x".repeat(20_000);
    let texts: Vec<&str> = vec![&long; 100];
    let huge = with(small(), "/omschrijving", json!(texts));
    let crowded = with(
        small(),
        "/intake",
        (0..300).map(|n| (format!("a{n}"), json!(1))).collect(),
    );
    let reading = read_value(&delivery(vec![huge, crowded, small()]));
    assert_eq!(reading.records.len(), 1);
    for (index, rejection) in reading.rejections.iter().enumerate() {
        let pointer = format!("/leveringen/0/schuldhulptrajecten/{index}");
        assert_eq!(rejection.place, Place::Pointer(pointer));
        assert_eq!(
            rejection.reasons[0].sentence,
            "is groter dan een schuldhulptraject kan zijn"
        );
    }
    // One long text is no more than a wrong value.
    let reading = read_traject(with(small(), "/startdatum", json!("2".repeat(3_000_000))));
    assert_eq!(
        reading.reasons(),
        ["/startdatum: verwacht een datum als JJJJ-MM-DD"]
    );
    let reading = read_traject(with(small(), "/omschrijving", json!("x".repeat(100_000))));
    assert_eq!(reading.records.len(), 1);
}

/// Every value of a whole traject, replaced by everything that it shouldn't be: exactly one outcome,
/// and (the kit checks) pointers that resolve and no value of a person.
#[test]
fn wrong_values_everywhere() {
    let mut pointers = Vec::new();
    collect(&full(), String::new(), &mut pointers);
    assert!(pointers.len() > 60);
    let wrongs = [
        json!(null),
        json!(true),
        json!(5),
        json!(-1),
        json!(1.5),
        json!(99_999_999_999_999_999_u64),
        json!("x"),
        json!(""),
        json!([]),
        json!({}),
        json!([null]),
        json!([[[]]]),
        json!([{}, {}, {}]),
        json!({ "startdatum": { "startdatum": null } }),
        json!("2024-13-01"),
        json!("0000-00-00"),
    ];
    for pointer in &pointers {
        for wrong in &wrongs {
            let reading = read_traject(with(full(), pointer, wrong.clone()));
            assert!(reading.error.is_none());
            assert_eq!(
                reading.records.len() + reading.rejections.len(),
                1,
                "{pointer} {wrong}"
            );
            for record in reading.records {
                let ids: Vec<_> = (0..)
                    .take(record.bsns().len())
                    .map(|index| crate::domain::InwonerId::from_hash(&[index; 32]))
                    .collect();
                let partij = "gemeente-utrecht".to_owned().try_into().unwrap();
                assert_eq!(
                    record.into_invoer(&partij, &ids).unwrap().check(),
                    Ok(()),
                    "{pointer} {wrong}"
                );
            }
        }
    }
}

fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                pointers.push(format!("{pointer}/{name}"));
                collect(member, format!("{pointer}/{name}"), pointers);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers.push(format!("{pointer}/{index}"));
                collect(item, format!("{pointer}/{index}"), pointers);
            }
        }
        _ => {}
    }
}
