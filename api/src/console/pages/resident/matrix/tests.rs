use chrono::DateTime;

use super::*;
use crate::{
    console::{
        pages::grants::{PartijNaam, Weg},
        texts::Catalogue,
    },
    domain::PartijSoort,
};

const GROEP: Gegevensgroep = Gegevensgroep::TrajectLoopt;

fn partij(id: &str) -> Partij {
    Partij {
        id: id.to_owned(),
        naam: id.to_owned(),
        soort: PartijSoort::Buurtteam,
    }
}

fn kan(reden: Reden, wegen: Vec<Weg>) -> WieKan {
    let naam = |id: &str| PartijNaam { id: id.to_owned() };
    WieKan {
        bronhouder: naam("bron"),
        partij: naam("lezer"),
        toegestaan: !wegen.is_empty(),
        reden,
        wegen,
    }
}

fn by_consent(tot: &str) -> Weg {
    Weg {
        reden: Reden::ToegestaanToestemming,
        tot: Some(DateTime::parse_from_rfc3339(tot).unwrap().to_utc()),
        wet: None,
    }
}

/// The cell of `lezer` at `bron`, as it is told.
fn shown(told: Option<Vec<WieKan>>) -> (&'static str, String, String) {
    let zicht = Zicht::from([(GROEP, told)]);
    let t = Catalogue::read(None).unwrap().dutch();
    let cell = cell(&t, &zicht, &[], (&partij("bron"), &partij("lezer")), GROEP);
    (cell.kind, cell.text.replace('\u{2011}', "-"), cell.note)
}

#[test]
fn what_is_open_is_told_with_its_last_day_and_reason() {
    let open = shown(Some(vec![kan(
        Reden::ToegestaanToestemming,
        vec![by_consent("2026-07-01T22:00:00Z")],
    )]));
    assert_eq!(
        open,
        (
            "on",
            "Ja, tot en met 1-7-2026".to_owned(),
            "met toestemming".to_owned()
        )
    );
}

#[test]
fn of_several_ways_the_longest_counts_and_law_is_never_called_consent() {
    let law = Weg {
        reden: Reden::ToegestaanGrond,
        tot: None,
        wet: Some("Wgs art. 3".to_owned()),
    };
    let (kind, text, note) = shown(Some(vec![kan(
        Reden::ToegestaanGrond,
        vec![law, by_consent("2026-07-01T22:00:00Z")],
    )]));
    assert_eq!((kind, text.as_str()), ("on", "Ja"));
    assert_eq!(
        note, "de wet staat het toe (Wgs art. 3); met toestemming tot en met 1\u{2011}7\u{2011}2026",
        "where the law goes on, the consent still ends"
    );
}

#[test]
fn nothing_is_shown_as_open_that_nobody_says_is() {
    assert_eq!(shown(None).0, "unknown", "it can't be told now");
    assert_eq!(shown(Some(Vec::new())).0, "outside", "another party's affair");
    let no = kan(Reden::Ingetrokken, Vec::new());
    assert_eq!(
        shown(Some(vec![no])),
        ("off", "Nee".to_owned(), "ingetrokken".to_owned())
    );
    let never = kan(Reden::GeenToestemming, Vec::new());
    assert_eq!(
        shown(Some(vec![never])),
        ("none", "Nee".to_owned(), String::new())
    );
}
