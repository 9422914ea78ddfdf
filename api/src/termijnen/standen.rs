//! How an open deadline stands, stretch of time by stretch of time: so that a list of many can be asked for a moment
//! without counting each anew.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Termijn, TermijnToestand, kalender::begin_of};
use crate::clock::day_in_amsterdam;

/// A stretch of time in which a deadline is open and stands the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// How it stands.
    pub toestand: TermijnToestand,
    /// From when, inclusive.
    pub van: DateTime<Utc>,
    /// Until when, exclusive; `None` while no end is known.
    pub tot: Option<DateTime<Utc>>,
}

impl Termijn {
    /// Whether something must still be done for it on this day.
    pub fn is_open(&self, today: NaiveDate) -> bool {
        self.looptijd.start <= today && !self.afloop.is_done(today)
    }

    /// The stretches in which it is open, in order.
    pub fn standen(&self) -> Vec<Stand> {
        let turns = self.turns();
        let ends = turns.iter().skip(1).copied().map(Some).chain([None]);
        let mut standen: Vec<Stand> = Vec::new();
        for (van, tot) in turns.iter().copied().zip(ends) {
            if !self.is_open(day_in_amsterdam(van)) {
                continue;
            }
            let toestand = self.toestand(van);
            match standen
                .last_mut()
                .filter(|last| last.toestand == toestand && last.tot == Some(van))
            {
                Some(last) => last.tot = tot,
                None => standen.push(Stand { toestand, van, tot }),
            }
        }
        standen
    }

    /// Every moment at which it can come to stand otherwise, in order.
    fn turns(&self) -> Vec<DateTime<Utc>> {
        let looptijd = &self.looptijd;
        let suspended = looptijd.opschortingen.iter();
        let days = suspended.flat_map(|one| [Some(one.van), one.tot]).chain([
            Some(looptijd.start),
            self.afloop.gehaald_op,
            self.afloop.vervallen_op,
        ]);
        let ends = looptijd
            .einde
            .into_iter()
            .flat_map(|einde| [einde.nadert_op, einde.op]);
        let mut turns: Vec<_> = days.flatten().map(begin_of).chain(ends).collect();
        turns.sort_unstable();
        turns.dedup();
        turns
    }
}
