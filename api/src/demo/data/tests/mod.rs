mod ddas;
mod dossiers;
mod grants;
mod tour;
mod trajecten;
mod words;

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{CONSENT_WITHDRAWN, DemoSet, SAMIRA, WITHOUT_CONSENT, generate, nth_bsn};
use crate::{
    config::{UTRECHT, read_inrichting},
    domain::{Bsn, PartijId},
    publication::{InwonerInvoer, TrajectInvoer},
    termijnen::{Telling, Termijn},
};

/// Several seeds, that of `schakel demo` too, on several days: a Monday, a Saturday, a leap day, New Year's Day.
fn sets() -> Vec<(NaiveDate, DemoSet)> {
    [
        (1, 2026, 6, 1),
        (2026, 2026, 8, 15),
        (7, 2028, 2, 29),
        (20_240_301, 2026, 9, 6),
        (u64::MAX, 2027, 1, 1),
    ]
    .into_iter()
    .map(|(seed, year, month, day)| {
        let today = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        (today, generate(seed, today))
    })
    .collect()
}

fn bsn_of(inwoner: &InwonerInvoer) -> &str {
    match inwoner {
        InwonerInvoer::Bsn(bsn) => bsn,
        _ => panic!("not by bsn"),
    }
}

/// The deadlines of a traject as the hub counts them.
fn termijnen(traject: &TrajectInvoer) -> Vec<Termijn> {
    let inrichting = read_inrichting(UTRECHT).unwrap();
    let telling = Telling::of(&inrichting, &PartijId::new("gemeente-utrecht").unwrap());
    telling.of_invoer(traject)
}

/// All that parties publish, as text.
fn published(set: &DemoSet) -> String {
    serde_json::to_string(&(&set.ddas, &set.trajecten, &set.srw, &set.incluzio, &set.lokalis)).unwrap()
}

#[test]
fn the_same_seed_and_day_give_the_same_set() {
    let today = NaiveDate::from_ymd_opt(2026, 6, 1).unwrap();
    let (one, same, other) = (generate(5, today), generate(5, today), generate(6, today));
    assert_eq!(published(&one), published(&same));
    assert_eq!((&one.grants, &one.koppelingen), (&same.grants, &same.koppelingen));
    assert_ne!(published(&one), published(&other));
    assert_ne!(one.grants, other.grants);
}

#[test]
fn residents_have_valid_test_numbers_of_their_own() {
    for (_, set) in sets() {
        assert_eq!(set.residents.len(), 240);
        let unique: BTreeSet<&String> = set.residents.iter().collect();
        assert_eq!(unique.len(), 240);
        for bsn in &set.residents {
            assert!(bsn.starts_with("9999") && Bsn::new(bsn).is_ok(), "{bsn}");
        }
    }
}

#[test]
fn the_tour_has_the_first_residents() {
    for (n, bsn) in [SAMIRA, WITHOUT_CONSENT, CONSENT_WITHDRAWN]
        .into_iter()
        .enumerate()
    {
        assert_eq!(nth_bsn(n).as_deref(), Some(bsn));
    }
    assert_eq!(nth_bsn(1_000_000), None);
}

#[test]
fn there_is_enough_of_everything_and_all_of_it_passes_the_checks() {
    for (_, set) in sets() {
        assert!(
            (60..=80).contains(&set.trajecten.len()),
            "{}",
            set.trajecten.len()
        );
        assert_eq!((set.srw.len(), set.koppelingen.len()), (90, 90));
        assert_eq!((set.incluzio.len(), set.lokalis.len()), (110, 40));
        for traject in &set.trajecten {
            assert_eq!(traject.check(), Ok(()), "{}", traject.bron_id);
        }
        for dossier in &set.srw {
            assert_eq!(dossier.check(), Ok(()), "{}", dossier.bron_id);
        }
        for dossier in set.incluzio.iter().chain(&set.lokalis) {
            assert_eq!(dossier.check(), Ok(()), "{}", dossier.bron_id);
        }
    }
}

#[test]
fn ids_of_a_source_are_unique() {
    for (_, set) in sets() {
        let ids = [
            set.trajecten
                .iter()
                .map(|record| &record.bron_id)
                .collect::<Vec<_>>(),
            set.srw.iter().map(|record| &record.bron_id).collect(),
            set.incluzio.iter().map(|record| &record.bron_id).collect(),
            set.lokalis.iter().map(|record| &record.bron_id).collect(),
            set.koppelingen.iter().map(|(number, _)| number).collect(),
            set.koppelingen.iter().map(|(_, bsn)| bsn).collect(),
        ];
        for ids in ids {
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        }
    }
}

#[test]
fn people_work_at_configured_parties_and_teams() {
    let inrichting = read_inrichting(UTRECHT).unwrap();
    let (_, set) = sets().remove(0);
    for person in &set.persons {
        let partij = inrichting
            .find_partij(&PartijId::new(person.partij).unwrap())
            .unwrap();
        let known = person
            .team
            .is_none_or(|team| partij.teams.iter().any(|other| other == team));
        assert!(known, "{}", person.naam);
        assert!(
            person.email.is_ascii() && person.email.ends_with("@voorbeeld.example"),
            "{}",
            person.email
        );
        assert!(person.telefoon.starts_with("030 000 "), "{}", person.telefoon);
    }
    let unique: BTreeSet<_> = set
        .persons
        .iter()
        .map(|person| (&person.gebruiker, &person.telefoon))
        .collect();
    assert_eq!(unique.len(), set.persons.len());
}

#[test]
fn a_day_at_the_end_of_the_calendar_breaks_nothing() {
    for today in [NaiveDate::MIN, NaiveDate::MAX] {
        assert_eq!(generate(1, today).residents.len(), 240);
    }
}
