//! What goes when: numbers, and nobody's.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};

use crate::{
    domain::{Bewaartermijn, PartijId},
    subgraphs::publishing::Ended,
};

/// How much of what an owner keeps goes when, by the term that holds today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vooruitblik {
    /// The owner.
    pub bronhouder: PartijId,
    /// What it keeps.
    pub naam: &'static str,
    /// By which term; `None` where nothing goes by itself.
    pub termijn: Option<Bewaartermijn>,
    /// How much of it ended.
    pub beeindigd: usize,
    /// How much of that goes at the next look.
    pub nu: usize,
    /// How much goes later, by year and month.
    pub later: BTreeMap<(i32, u32), usize>,
}

pub(super) fn of(
    (bronhouder, naam): (&PartijId, &'static str),
    termijn: Option<&Bewaartermijn>,
    ended: &[Ended],
    today: NaiveDate,
) -> Vooruitblik {
    let mut told = Vooruitblik {
        bronhouder: bronhouder.clone(),
        naam,
        termijn: termijn.cloned(),
        beeindigd: ended.len(),
        nu: 0,
        later: BTreeMap::new(),
    };
    let Some(termijn) = termijn else {
        return told;
    };
    let grens = termijn.grens(today);
    for one in ended {
        if grens.is_some_and(|grens| one.einde <= grens) {
            told.nu += 1;
        } else if let Some(day) = termijn.verstreken_op(one.einde) {
            *told.later.entry((day.year(), day.month())).or_default() += 1;
        }
    }
    told
}
