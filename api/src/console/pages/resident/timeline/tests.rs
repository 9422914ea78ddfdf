use chrono::{TimeDelta, TimeZone};

use super::*;
use crate::{
    console::{pages::grants::Partij, texts::Catalogue},
    domain::{Doel, Gegevensgroep, PartijSoort},
};

fn day(day: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 6, day, 10, 0, 0).unwrap()
}

fn partij(naam: &str) -> Partij {
    Partij {
        id: naam.to_lowercase(),
        naam: naam.to_owned(),
        soort: PartijSoort::Buurtteam,
    }
}

const BOTH: [Gegevensgroep; 2] = [Gegevensgroep::TrajectLoopt, Gegevensgroep::TrajectContact];

fn voorval(soort: &str, groepen: &[Gegevensgroep], op: DateTime<Utc>) -> Voorval {
    Voorval {
        soort: soort.to_owned(),
        groepen: groepen.to_vec(),
        door: partij("Balie"),
        op,
    }
}

/// A grant of the one conversation, given on the first of June for a month.
fn grant(ontvanger: &str, stands: &[Gegevensgroep], later: Vec<Voorval>) -> Toestemming {
    let mut verloop = vec![voorval("VERLEEND", &BOTH, day(1))];
    verloop.extend(later);
    Toestemming {
        id: Uuid::now_v7(),
        bronhouder: partij("Gemeente"),
        ontvanger: partij(ontvanger),
        groepen: stands.to_vec(),
        doel: Doel::AfstemmingTraject,
        geldig_van: day(1),
        geldig_tot: day(1) + TimeDelta::days(30),
        status: "ACTIEF".to_owned(),
        pakket: Some("SAMENWERKEN".to_owned()),
        gesprek: Uuid::from_u128(1),
        verleend_op: day(1),
        verloop: Some(verloop),
    }
}

fn told(
    grants: &[Toestemming],
    weigeringen: &[Weigering],
    now: DateTime<Utc>,
) -> Vec<(&'static str, String)> {
    let catalogue = Catalogue::read(None).unwrap();
    let t = catalogue.dutch();
    of(&t, grants, weigeringen, now)
        .into_iter()
        .map(|moment| (moment.kind, format!("{} | {}", moment.dag, moment.tekst)))
        .collect()
}

#[test]
fn a_bundle_is_one_line_however_many_grants_it_has() {
    let grants = [grant("A", &BOTH, vec![]), grant("B", &BOTH, vec![])];
    assert_eq!(
        told(&grants, &[], day(2)),
        [
            ("coming", "1 juli 2026 | Laatste dag: Samenwerken".to_owned()),
            (
                "past",
                "1 juni 2026, 12:00 | Toestemming vastgelegd: Samenwerken".to_owned()
            ),
        ]
    );
}

#[test]
fn a_part_that_is_withdrawn_is_told_as_a_part_and_the_rest_as_all() {
    let loopt = &BOTH[..1];
    let grants = [
        grant("A", &BOTH[1..], vec![voorval("INGETROKKEN", loopt, day(3))]),
        grant("B", &BOTH, vec![]),
    ];
    let lines = told(&grants, &[], day(5));
    assert_eq!(
        lines[1],
        (
            "ended",
            "3 juni 2026, 12:00 | Voor een deel ingetrokken: Samenwerken".to_owned()
        )
    );
    let whole = [
        grant("A", &[], vec![voorval("INGETROKKEN", &BOTH, day(4))]),
        grant("B", &[], vec![voorval("INGETROKKEN", &BOTH, day(4))]),
    ];
    let lines = told(&whole, &[], day(5));
    assert_eq!(lines.len(), 2, "what was withdrawn has no last day: {lines:?}");
    assert_eq!(
        lines[0],
        (
            "ended",
            "4 juni 2026, 12:00 | Ingetrokken: Samenwerken".to_owned()
        )
    );
}

#[test]
fn what_has_ended_by_the_clock_is_told_as_ended() {
    let lines = told(&[grant("A", &BOTH, vec![])], &[], day(1) + TimeDelta::days(31));
    assert_eq!(
        lines[0],
        ("ended", "1 juli 2026 | Verlopen: Samenwerken".to_owned())
    );
}

#[test]
fn a_refusal_stands_between_what_was_given() {
    let weigering = Weigering {
        ontvanger: partij("Lokalis"),
        groepen: BOTH.to_vec(),
        op: day(2),
    };
    let grants = [grant("A", &BOTH, vec![voorval("HERBEVESTIGD", &BOTH, day(3))])];
    let kinds: Vec<_> = told(&grants, &[weigering], day(4))
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    assert!(
        kinds[1].contains("Opnieuw bevestigd") && kinds[2].contains("Geweigerd: Lokalis"),
        "{kinds:?}"
    );
}
