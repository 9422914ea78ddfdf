//! Deliveries made by us, and what comes of reading them.

use std::{io::Cursor, ops::ControlFlow};

use serde_json::{Value, json};

use crate::import::{
    FileError, Finding, ImportOptions, Outcome, Place, RecordReader, Rejection,
    ddas::{DdasReader, DdasTraject},
};

/// A number that passes the elfproef and that no resident has.
pub(super) const BSN: &str = "999990342";
pub(super) const PARTNER: &str = "123456782";

/// Values of persons that must never be told; none of them is part of a field's name or of a rule.
pub(super) const SECRETS: &[&str] = &[BSN, PARTNER, "1980-01-01", "Geheim", "1234AB", "GM0344"];

pub(super) const VERSION: &str = "2024-12-31T23:59:59Z";

#[derive(Default)]
pub(super) struct Reading {
    pub(super) records: Vec<DdasTraject>,
    pub(super) rejections: Vec<Rejection>,
    pub(super) warnings: Vec<Finding>,
    pub(super) error: Option<FileError>,
}

impl Reading {
    /// The one record of the delivery.
    pub(super) fn record(mut self) -> DdasTraject {
        assert!(self.error.is_none(), "{:?}", self.error);
        assert!(self.rejections.is_empty(), "{:?}", self.rejections);
        assert_eq!(self.records.len(), 1);
        self.records.remove(0)
    }

    /// The reasons against the one traject, as `pointer: sentence` from the traject on.
    pub(super) fn reasons(&self) -> Vec<String> {
        assert_eq!(self.rejections.len(), 1, "{:?}", self.rejections);
        below_traject(&self.rejections[0].reasons)
    }

    /// The warnings about the one traject.
    pub(super) fn told(&self) -> Vec<String> {
        below_traject(&self.warnings)
    }

    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let reasons = self.rejections.iter().flat_map(|rejection| &rejection.reasons);
        reasons.chain(&self.warnings)
    }
}

fn below_traject(findings: &[Finding]) -> Vec<String> {
    let start = "/leveringen/0/schuldhulptrajecten/0";
    let tell = |finding: &Finding| finding.to_string().replacen(start, "", 1);
    findings.iter().map(tell).collect()
}

/// A traject with what is required and nothing else.
pub(super) fn small() -> Value {
    json!({
        "gemeentecode": "GM0344",
        "startdatum": "2024-02-01",
        "client": [{ "Burgerservicenummer": BSN }],
    })
}

/// A traject with everything that DDAS v1.0 has.
pub(super) fn full() -> Value {
    json!({
        "einddatum": "2024-11-30",
        "omschrijving": "Geheim",
        "startdatum": "2024-02-01",
        "toekenningsdatum": "2024-01-25",
        "totaalSchuldbedragBijAanvangSchuld": 8000,
        "gemeentecode": "GM0344",
        "aanmelding": { "crisisinterventie": true, "startdatum": "2024-01-10", "einddatum": "2024-01-20" },
        "begeleiding": [
            { "soort": "Budgetbeheer", "startdatum": "2024-03-01", "einddatum": "2024-06-01" },
            { "soort": "Lange Termijn Begeleiding (DFD)", "startdatum": "2024-08-15" },
        ],
        "client": [
            {
                "Burgerservicenummer": BSN, "Geboortedatum": "1980-01-01", "Geslachtsaanduiding": "Geheim",
                "Postcode": "1234AB", "Huisnummer": "Geheim", "Huisnummertoevoeging": "Geheim",
            },
            { "Burgerservicenummer": PARTNER },
        ],
        "crisisinterventies": [{ "startdatum": "2024-01-11", "einddatum": "2024-01-15" }],
        "informatieEnAdvies": { "startdatum": "2024-01-12", "einddatum": "2024-01-14" },
        "intake": {
            "startdatum": "2024-02-01", "einddatum": "2024-02-15",
            "beschikkingsdatum": "2024-02-10", "beschikkingssoort": "Toelatingsbeschikking",
        },
        "moratoria": [{
            "datumAanvraag": "2024-03-01", "datumGoedkeuring": "2024-03-10",
            "startdatum": "2024-03-11", "einddatum": "2024-09-10",
        }],
        "nazorg": { "startdatum": "2024-10-15", "einddatum": "2024-11-15" },
        "oplossing": {
            "soort": "0%-aanbod", "startdatum": "2024-07-01", "einddatum": "2024-10-01", "vtlb": 1500,
        },
        "planVanAanpak": { "datumAfronding": "2024-03-20" },
        "schulden": [
            {
                "bedrag": 5000, "peildatum": "2024-02-01", "schuldsoort": "Zorg", "zakelijkeSchuld": false,
                "schuldeiser": { "naam": "Geheim A", "kvknummer": "12345678", "privepersoon": false },
            },
            {
                "bedrag": 2000, "peildatum": "2024-02-01", "schuldsoort": "Nuts",
                "schuldeiser": { "Naam": "Geheim B", "postcode": "1234AB" },
            },
            {
                "bedrag": 500, "peildatum": "2024-02-01",
                "schuldeiser": { "naam": "Geheim A bv", "kvknummer": "12345678" },
            },
        ],
        "schuldregeling": {
            "datum": "2024-05-01", "toegekend": "2024-06-20", "dwangakkoord": true,
            "datumVerzoekDwangakkoord": "2024-06-10", "afgewezen": "2024-06-11", "ingetrokken": "2024-06-12",
        },
        "voorlopigeVoorzieningen": [{ "startdatum": "2024-04-01", "einddatum": "2024-04-02" }],
        "uitstroom": {
            "datum": "2024-11-30", "datumBeeindigingsbeschikking": "2024-11-29",
            "omschrijving": "Geheim", "reden": "Afgerond",
        },
        "stabilisatie": { "startdatum": "2024-02-16", "einddatum": "2024-04-30" },
    })
}

/// The traject with one field (a JSON pointer) set to a value.
pub(super) fn with(mut traject: Value, pointer: &str, value: Value) -> Value {
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    match traject.pointer_mut(parent).unwrap() {
        Value::Object(members) => {
            members.insert(name.to_owned(), value);
        }
        Value::Array(items) => items[name.parse::<usize>().unwrap()] = value,
        other => panic!("{other} has no fields"),
    }
    traject
}

/// The traject without one field.
pub(super) fn without(mut traject: Value, name: &str) -> Value {
    traject.as_object_mut().unwrap().remove(name).unwrap();
    traject
}

pub(super) fn delivery(trajecten: Vec<Value>) -> Value {
    json!({
        "startdatumLevering": "2024-01-01",
        "einddatumLevering": "2024-12-31",
        "aanleverdatumEnTijd": VERSION,
        "codeGegevensleverancier": "GL1",
        "leveringen": [{
            "teller": 1,
            "aanleverende_organisatie": { "(Statutaire) Naam": "Organisatie", "KvK-nummer": "11112222" },
            "schuldhulptrajecten": trajecten,
        }],
    })
}

/// Reads one traject in a delivery of its own.
pub(super) fn read_traject(traject: Value) -> Reading {
    read_value(&delivery(vec![traject]))
}

pub(super) fn read_value(delivery: &Value) -> Reading {
    let reading = read(delivery.to_string().as_bytes(), ImportOptions::default());
    check_findings(&reading, Some(delivery));
    reading
}

pub(super) fn read(file: &[u8], options: ImportOptions) -> Reading {
    let mut reading = Reading::default();
    let reader = match DdasReader::open(Cursor::new(file.to_vec()), options) {
        Ok(reader) => reader,
        Err(error) => {
            reading.error = Some(error);
            return reading;
        }
    };
    let read = reader.read(&mut |step| {
        reading.warnings.extend(step.warnings);
        match step.outcome {
            Outcome::Record(record) => {
                assert_eq!(step.place, Place::Pointer(record.pointer().to_owned()));
                reading.records.push(record);
            }
            Outcome::Rejected(rejection) => reading.rejections.push(rejection),
            Outcome::Nothing => {}
        }
        ControlFlow::Continue(())
    });
    reading.error = read.err();
    check_findings(&reading, None);
    reading
}

/// What is told points at something and tells nothing of a person.
pub(super) fn check_findings(reading: &Reading, delivery: Option<&Value>) {
    for rejection in &reading.rejections {
        assert!(!rejection.reasons.is_empty());
    }
    for finding in reading.findings() {
        let told = finding.to_string();
        for secret in SECRETS {
            assert!(!told.contains(secret), "{told}");
        }
        let Place::Pointer(pointer) = &finding.place else {
            panic!("{told}");
        };
        if let Some(delivery) = delivery {
            let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
            let resolves = delivery.pointer(pointer).or(delivery.pointer(parent)).is_some();
            assert!(resolves, "{told}");
        }
    }
    if let Some(error) = &reading.error {
        let told = error.to_string();
        assert!(!SECRETS.iter().any(|secret| told.contains(secret)), "{told}");
    }
}
