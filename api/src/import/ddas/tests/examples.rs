//! The published examples of DDAS v1.0. They are not part of this repository: where `shared/data/ddas`
//! doesn't stand beside it, these tests say so and pass.

use std::{fs, path::PathBuf};

use serde_json::Value;

use super::kit::read;
use crate::import::ImportOptions;

/// Each example by its name, and how many trajecten it has.
const EXAMPLES: &[(&str, usize)] = &[
    ("enkelvoudigVoorbeeld.json", 1),
    ("meervoudigVoorbeeld.json", 10),
    ("meerdereLeveringenVoorbeeld.json", 5),
    ("samenloopVoorbeeldDeel1.json", 5),
    ("samenloopVoorbeeldDeel2.json", 5),
    ("UitgebreidMeervoudigVoorbeeld.json", 5),
];

fn find_example(name: &str) -> Option<Vec<u8>> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let folder = here
        .ancestors()
        .map(|folder| folder.join("shared/data/ddas"))
        .find(|folder| folder.is_dir());
    match folder {
        Some(folder) => Some(fs::read(folder.join(name)).unwrap()),
        None => {
            println!("skipped {name}: the published examples of DDAS are not beside this repository");
            None
        }
    }
}

#[test]
fn every_published_traject_is_read_as_test_data_and_refused_without() {
    for (name, count) in EXAMPLES {
        let Some(file) = find_example(name) else { continue };
        let reading = read(
            &file,
            ImportOptions {
                sta_test_bsn_toe: true,
            },
        );
        assert!(reading.error.is_none(), "{name}: {:?}", reading.error);
        assert!(reading.rejections.is_empty(), "{name}: {:?}", reading.rejections);
        assert_eq!(reading.records.len(), *count, "{name}");
        assert!(reading.records.iter().all(|record| record.is_test()), "{name}");

        let reading = read(&file, ImportOptions::default());
        assert!(reading.records.is_empty(), "{name}");
        let delivery: Value = serde_json::from_slice(&file).unwrap();
        super::kit::check_findings(&reading, Some(&delivery));
        for rejection in &reading.rejections {
            let [reason] = rejection.reasons.as_slice() else {
                panic!("{name}: {rejection:?}")
            };
            assert_eq!(reason.sentence, "voldoet niet aan de elfproef");
            assert!(
                reason
                    .place
                    .to_string()
                    .ends_with("/client/0/Burgerservicenummer")
            );
        }
        assert_eq!(reading.rejections.len(), *count, "{name}");
    }
}

#[test]
fn the_big_example_is_read_with_warnings() {
    let Some(file) = find_example("UitgebreidMeervoudigVoorbeeld.json") else {
        return;
    };
    let reading = read(
        &file,
        ImportOptions {
            sta_test_bsn_toe: true,
        },
    );
    let count = |sentence: &str| {
        reading
            .warnings
            .iter()
            .filter(|warning| warning.sentence.contains(sentence))
            .count()
    };
    assert_eq!(count("is null: gelezen als afwezig"), 5);
    assert_eq!(count("gelezen als TOELATING"), 5);
    assert_eq!(count("staat niet in de lijst van DDAS v1.0: niet gelezen"), 1);
    assert_eq!(count("gelezen als ONBEKEND"), 1);
    let phases: Vec<String> = reading
        .records
        .into_iter()
        .map(|record| {
            let ids: Vec<_> = record
                .bsns()
                .iter()
                .map(|_| crate::domain::InwonerId::from_hash(&[7; 32]))
                .collect();
            let partij = "gemeente-utrecht".to_owned().try_into().unwrap();
            let invoer = record.into_invoer(&partij, &ids).unwrap();
            let present = invoer.fasen.last().unwrap();
            format!("{} {}", present.fase, present.sinds)
        })
        .collect();
    assert_eq!(
        phases,
        [
            "INTAKE 2024-02-01",
            "OPLOSSING 2024-04-01",
            "AFGESLOTEN 2024-06-30",
            "AFGESLOTEN 2024-11-30",
            "INTAKE 2024-06-10",
        ]
    );
}
