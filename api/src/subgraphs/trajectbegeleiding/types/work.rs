use async_graphql::SimpleObject;
use chrono::{Days, NaiveDate};

use crate::{
    domain::{Rol, TermijnCode, words},
    publication::GesprekSoort,
    subgraphs::common::Contact,
};

words! {
    /// How a deadline stands.
    TermijnToestand {
        /// It runs.
        Lopend = "LOPEND",
        /// It ends soon.
        Nadert = "NADERT",
        /// It has passed unmet.
        Overschreden = "OVERSCHREDEN",
        /// It was met.
        Gehaald = "GEHAALD",
        /// It is suspended.
        Opgeschort = "OPGESCHORT",
        /// It lapsed.
        Vervallen = "VERVALLEN",
    }
}

/// A deadline.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Termijn {
    /// Which.
    pub code: TermijnCode,
    /// When it began.
    pub start: NaiveDate,
    /// The last day.
    pub einde: NaiveDate,
    /// How it stands.
    pub toestand: TermijnToestand,
}

/// A deadline that ends within so many days is near.
const NEAR: Days = Days::new(7);

impl TermijnToestand {
    /// How a deadline stands on a day, by what the source recorded of it.
    pub fn on(
        today: NaiveDate,
        einde: NaiveDate,
        gehaald_op: Option<NaiveDate>,
        opgeschort_op: Option<NaiveDate>,
        vervallen_op: Option<NaiveDate>,
    ) -> Self {
        if vervallen_op.is_some() {
            Self::Vervallen
        } else if gehaald_op.is_some() {
            Self::Gehaald
        } else if opgeschort_op.is_some() {
            Self::Opgeschort
        } else if today > einde {
            Self::Overschreden
        } else if einde.checked_sub_days(NEAR).is_some_and(|near| today >= near) {
            Self::Nadert
        } else {
            Self::Lopend
        }
    }
}

/// Somebody who works on the traject.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Betrokkene {
    /// Who, and how to reach them.
    pub contact: Contact,
    /// In which role.
    pub rol: Rol,
    /// At which organisation.
    pub organisatie: String,
    /// What they do.
    pub taak: Option<String>,
}

/// What was agreed.
#[derive(Clone, Debug, Default, PartialEq, Eq, SimpleObject)]
pub struct TrajectAfspraken {
    /// Conversations, the earliest first.
    pub gesprekken: Vec<Gesprek>,
    /// The list of actions.
    pub acties: Vec<Actie>,
}

/// A conversation.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Gesprek {
    /// What kind.
    pub soort: GesprekSoort,
    /// When.
    pub datum: NaiveDate,
}

/// Something that somebody does.
#[derive(Clone, Debug, PartialEq, Eq, SimpleObject)]
pub struct Actie {
    /// What.
    pub onderwerp: String,
    /// Who does it.
    pub eigenaar: String,
    /// When it must be done.
    pub uiterlijk: Option<NaiveDate>,
    /// When it was done.
    pub gedaan_op: Option<NaiveDate>,
    /// Whether the resident sees it.
    pub zichtbaar_voor_inwoner: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 6, day).unwrap()
    }

    #[test]
    fn a_deadline_stands_by_the_day() {
        let on = |today| TermijnToestand::on(day(today), day(20), None, None, None);
        assert_eq!(on(12), TermijnToestand::Lopend);
        assert_eq!(on(13), TermijnToestand::Nadert);
        assert_eq!(on(20), TermijnToestand::Nadert);
        assert_eq!(on(21), TermijnToestand::Overschreden);
    }

    #[test]
    fn what_the_source_recorded_comes_first() {
        let past = Some(day(1));
        assert_eq!(
            TermijnToestand::on(day(25), day(20), past, None, None),
            TermijnToestand::Gehaald
        );
        assert_eq!(
            TermijnToestand::on(day(25), day(20), None, past, None),
            TermijnToestand::Opgeschort
        );
        assert_eq!(
            TermijnToestand::on(day(25), day(20), past, past, past),
            TermijnToestand::Vervallen
        );
    }
}
