//! How a deadline stands, by the clock.

use chrono::{DateTime, NaiveDate, Utc};

use super::looptijd::Looptijd;
use crate::{clock::day_in_amsterdam, domain::words};

words! {
    /// How a deadline stands.
    TermijnToestand {
        /// It runs.
        Lopend = "LOPEND",
        /// It ends soon.
        Nadert = "NADERT",
        /// It has passed unmet, or was met after it.
        Overschreden = "OVERSCHREDEN",
        /// It was met in time.
        Gehaald = "GEHAALD",
        /// It is suspended.
        Opgeschort = "OPGESCHORT",
        /// It lapsed before it passed.
        Vervallen = "VERVALLEN",
    }
}

/// What ended a deadline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Afloop {
    /// The day on which it was met.
    pub gehaald_op: Option<NaiveDate>,
    /// The day on which it lapsed.
    pub vervallen_op: Option<NaiveDate>,
}

impl Afloop {
    /// Whether there is nothing left to do for it on this day.
    pub fn is_done(self, today: NaiveDate) -> bool {
        [self.gehaald_op, self.vervallen_op]
            .into_iter()
            .flatten()
            .any(|day| day <= today)
    }
}

impl TermijnToestand {
    /// How a deadline stands at a moment. What is planned for a later day hasn't happened; what happened after the last
    /// day didn't make it.
    pub fn at(now: DateTime<Utc>, looptijd: &Looptijd, afloop: Afloop) -> Self {
        let today = day_in_amsterdam(now);
        let einde = looptijd.einde;
        let in_time = |day: NaiveDate| einde.is_none_or(|einde| day <= einde.dag);
        let done = |day: Option<NaiveDate>| day.filter(|day| *day <= today);
        if let Some(day) = done(afloop.vervallen_op) {
            return if in_time(day) {
                Self::Vervallen
            } else {
                Self::Overschreden
            };
        }
        if let Some(day) = done(afloop.gehaald_op) {
            return if in_time(day) {
                Self::Gehaald
            } else {
                Self::Overschreden
            };
        }
        if looptijd.opschortingen.find(today).is_some() {
            return Self::Opgeschort;
        }
        match einde {
            Some(einde) if now >= einde.op => Self::Overschreden,
            Some(einde) if now >= einde.nadert_op => Self::Nadert,
            _ => Self::Lopend,
        }
    }
}
