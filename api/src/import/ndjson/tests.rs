use std::{
    io::{BufReader, Cursor},
    ops::ControlFlow,
};

use serde_json::{Value, json};

use super::{Dossier, DossierInvoer, NdjsonReader};
use crate::{
    import::{ImportOptions, Outcome, RecordReader, toestemmingen::ToestemmingRecord},
    publication::{BuurtteamdossierInvoer, SrwDossierInvoer},
};

const SECRETS: &[&str] = &["999990342", "123456789", "Geheim", "1980"];

type Read<T> = (Vec<Dossier<T>>, Vec<String>);

fn read_with<T: DossierInvoer>(file: &[u8], options: ImportOptions) -> Read<T> {
    let reader = NdjsonReader::<_, T>::new(BufReader::new(Cursor::new(file.to_vec())), options);
    let (mut dossiers, mut reasons) = (Vec::new(), Vec::new());
    reader
        .read(&mut |step| {
            match step.outcome {
                Outcome::Record(dossier) => dossiers.push(dossier),
                Outcome::Rejected(rejection) => {
                    reasons.extend(rejection.reasons.iter().map(ToString::to_string));
                }
                Outcome::Nothing => panic!("a line is a record"),
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    for reason in &reasons {
        assert!(!SECRETS.iter().any(|secret| reason.contains(secret)), "{reason}");
    }
    (dossiers, reasons)
}

fn read<T: DossierInvoer>(text: &str) -> Read<T> {
    read_with(text.as_bytes(), ImportOptions::default())
}

fn srw() -> Value {
    json!({
        "bronId": "SRW-1",
        "versie": "2026-03-02T09:30:00Z",
        "inwoner": { "eigenNummer": "4711" },
        "verwijzingen": [{
            "bronId": "V-1", "soort": "INKOMENSCHECK", "route": "VIA_TRAJECT", "status": "INGEDIEND",
            "ingediendOp": "2026-03-01",
        }],
    })
}

/// The reasons against a dossier with one field (a JSON pointer) set to a value.
fn refused(pointer: &str, value: Value) -> Vec<String> {
    let mut dossier = srw();
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = dossier.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    parent.insert(name.to_owned(), value);
    let (dossiers, reasons) = read::<SrwDossierInvoer>(&dossier.to_string());
    assert!(dossiers.is_empty());
    reasons
}

#[test]
fn the_documented_examples_are_read() {
    let documented = include_str!("../../../../docs/import.md");
    let examples: Vec<&str> = documented
        .split("```json\n")
        .skip(1)
        .map(|rest| rest.split("```").next().unwrap())
        .collect();
    let [_personen, srw, buurtteam, toestemmingen] = examples.as_slice() else {
        panic!("{}", examples.len())
    };
    let (dossiers, reasons) = read::<SrwDossierInvoer>(srw);
    assert_eq!((dossiers.len(), reasons.len()), (2, 0), "{reasons:?}");
    let (dossiers, reasons) = read::<BuurtteamdossierInvoer>(buurtteam);
    assert_eq!((dossiers.len(), reasons.len()), (2, 0), "{reasons:?}");
    let (records, reasons) = read::<ToestemmingRecord>(toestemmingen);
    assert_eq!((records.len(), reasons.len()), (2, 0), "{reasons:?}");
}

#[test]
fn a_bad_line_is_refused_alone_and_says_which_rule() {
    let text = format!(
        "{}\n{{\"bronId\": \"Geheim\"\n\n[]\n{} 1980\n{}\n",
        srw(),
        srw(),
        srw()
    );
    let (dossiers, reasons) = read::<SrwDossierInvoer>(&text);
    assert_eq!(dossiers.len(), 2);
    assert_eq!(
        reasons,
        [
            "regel 2: eindigt midden in de JSON",
            "regel 4: verwacht een object",
            "regel 5: heeft nog iets na het dossier",
        ]
    );
    let (_, reasons) = read::<SrwDossierInvoer>("{}");
    assert_eq!(reasons, ["regel 1: `bronId` ontbreekt"]);
    let (_, reasons) = read::<SrwDossierInvoer>("{Geheim}");
    assert_eq!(reasons, ["regel 1: is geen geldige JSON, bij teken 2"]);
    let (_, reasons) = read_with::<SrwDossierInvoer>(b"\xff\xfe", ImportOptions::default());
    assert_eq!(reasons, ["regel 1: is geen UTF-8"]);
    let (_, reasons) = read::<SrwDossierInvoer>(&"x".repeat(3_000_000));
    assert_eq!(reasons, ["regel 1: is langer dan een dossier kan zijn"]);
}

#[test]
fn reasons_name_the_field_and_what_belongs_there() {
    assert_eq!(
        refused("/bronId", json!(1980)),
        ["regel 1, bronId: verwacht een tekst"]
    );
    assert_eq!(
        refused("/verwijzingen/0/soort", json!("Geheim")),
        [
            "regel 1, verwijzingen.0.soort: verwacht een van `INKOMENSCHECK`, `JURIDISCHE_VRAAG`, \
          `BETALINGSREGELING_KLEIN`, `CONTROLE_VORDERING`, `VOORZIENINGENCHECK`"
        ]
    );
    assert_eq!(
        refused("/verwijzingen", json!("Geheim")),
        ["regel 1, verwijzingen: verwacht een lijst"]
    );
    assert_eq!(
        refused("/verwijzingen/0/ingediendOp", json!(1980)),
        ["regel 1, verwijzingen.0.ingediendOp: verwacht een datum als JJJJ-MM-DD"]
    );
    assert_eq!(
        refused("/verwijzingen/0/ingediendOp", json!("1980-Geheim")),
        ["regel 1, verwijzingen.0.ingediendOp: heeft niet de vorm die hier hoort"]
    );
    assert_eq!(
        refused("/kleur", json!("Geheim")),
        ["regel 1, kleur: `kleur` hoort hier niet"]
    );
    assert_eq!(
        refused("/999990342", json!("Geheim")),
        ["regel 1: een eigenschap hoort hier niet"]
    );
    assert_eq!(
        refused("/inwoner", json!({ "id": "999990342" })),
        ["regel 1, inwoner.id: heeft niet de vorm die hier hoort"]
    );
    assert_eq!(
        refused("/inwoner", json!("Geheim`, expected one of `999990342")).len(),
        1
    );
}

#[test]
fn every_check_of_a_publication_is_run() {
    let many = refused("/verwijzingen/0/status", json!("AFGEROND"));
    assert_eq!(
        many,
        ["regel 1, verwijzingen.0.afgerondOp: is verplicht na het einde en hoort er niet eerder"]
    );
    assert_eq!(
        refused("/bronId", json!(" ")),
        ["regel 1, bronId: mag niet leeg zijn"]
    );
    let bsn = refused("/inwoner", json!({ "bsn": "123456789" }));
    assert_eq!(bsn, ["regel 1, inwoner.bsn: voldoet niet aan de elfproef"]);
}

#[test]
fn test_numbers_are_read_and_labelled_when_asked() {
    let mut dossier = srw();
    dossier["inwoner"] = json!({ "bsn": "123456789" });
    let options = ImportOptions {
        sta_test_bsn_toe: true,
    };
    let (dossiers, _) = read_with::<SrwDossierInvoer>(dossier.to_string().as_bytes(), options);
    assert!(dossiers[0].is_test);
    let (dossiers, _) = read_with::<SrwDossierInvoer>(srw().to_string().as_bytes(), options);
    assert!(!dossiers[0].is_test);
}
