use chrono::{DateTime, Utc};

use super::super::{
    super::{dates, texts::Texts},
    grants::{Bronhouder, Partij, Register, Toestemming},
};
use crate::domain::Gegevensgroep;

/// Who may see what now: parties across, groups down.
pub(super) struct Matrix {
    /// The parties across.
    pub(super) ontvangers: Vec<String>,
    /// The owners down, each with its groups.
    pub(super) bronnen: Vec<Bron>,
}

/// One owner.
pub(super) struct Bron {
    /// Its name.
    pub(super) naam: String,
    /// Its groups.
    pub(super) rows: Vec<Row>,
}

/// One group of one owner.
pub(super) struct Row {
    /// What it is called.
    pub(super) naam: String,
    /// One for each party across.
    pub(super) cells: Vec<Cell>,
}

/// Whether one party may see one group of one owner.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// How it looks: `own`, `on`, `soon`, `off`, `none`.
    pub(super) kind: &'static str,
    /// Whether, and until when.
    pub(super) text: String,
    /// The reason.
    pub(super) note: String,
}

impl Matrix {
    /// What the grants of a resident open.
    pub(super) fn of(t: &Texts, register: &Register) -> Self {
        let ontvangers: Vec<&Partij> = register.ontvangers().collect();
        let bron = |shared: &Bronhouder| Bron {
            naam: shared.bronhouder.naam.clone(),
            rows: shared
                .groepen
                .iter()
                .map(|groep| Row {
                    naam: t.say_of("groep", groep.word()).to_owned(),
                    cells: ontvangers
                        .iter()
                        .map(|ontvanger| cell(t, register, &shared.bronhouder, ontvanger, *groep))
                        .collect(),
                })
                .collect(),
        };
        Self {
            bronnen: register.verleenbaar.bronhouders.iter().map(bron).collect(),
            ontvangers: ontvangers.iter().map(|partij| partij.naam.clone()).collect(),
        }
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.ontvangers.len() + 1
    }

    /// Whether nobody sees anything of another.
    pub(super) fn is_empty(&self) -> bool {
        let mut cells = self.bronnen.iter().flat_map(|bron| &bron.rows).flat_map(|row| &row.cells);
        !cells.any(|cell| cell.kind == "on")
    }
}

fn cell(
    t: &Texts,
    register: &Register,
    bronhouder: &Partij,
    ontvanger: &Partij,
    groep: Gegevensgroep,
) -> Cell {
    if bronhouder.id == ontvanger.id {
        return Cell {
            kind: "own",
            text: t.say("cel.eigen").to_owned(),
            note: String::new(),
        };
    }
    let names = |grant: &&Toestemming| {
        grant.bronhouder.id == bronhouder.id && grant.ontvanger.id == ontvanger.id && grant.groepen.contains(&groep)
    };
    let grants: Vec<&Toestemming> = register.toestemmingen.iter().filter(names).collect();
    let of_status = |status: &str| grants.iter().filter(move |grant| grant.status == status);
    let reason = |reden: &str| t.say_of("reden", reden).to_owned();
    let until: Option<DateTime<Utc>> = of_status("ACTIEF").map(|grant| grant.geldig_tot).max();
    if let Some(until) = until {
        return Cell {
            kind: "on",
            text: t.say_with("cel.tot", dates::last_day_short(until)),
            note: reason("TOEGESTAAN_TOESTEMMING"),
        };
    }
    if let Some(from) = of_status("NOG_NIET_INGEGAAN").map(|grant| grant.geldig_van).min() {
        return Cell {
            kind: "soon",
            text: t.say_with("cel.vanaf", dates::day(t, from)),
            note: String::new(),
        };
    }
    if of_status("VERLOPEN").next().is_some() {
        return Cell {
            kind: "off",
            text: t.say("cel.verlopen").to_owned(),
            note: String::new(),
        };
    }
    Cell {
        kind: "none",
        text: t.say("cel.nee").to_owned(),
        note: String::new(),
    }
}
