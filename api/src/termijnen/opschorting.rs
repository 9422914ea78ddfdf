//! Suspension (Algemene wet bestuursrecht art. 4:15): days on which a deadline doesn't run.

use chrono::NaiveDate;

use super::kalender::{days_later, within};

/// A period in which a deadline doesn't run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opschorting {
    /// The first day on which it doesn't run: the day after the one on which the resident was asked (art. 4:15 lid 1).
    pub van: NaiveDate,
    /// The first day on which it runs again; `None` while no end is known.
    pub tot: Option<NaiveDate>,
}

impl Opschorting {
    /// Whether this day is in it.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.van <= day && self.tot.is_none_or(|end| day < end)
    }
}

impl Opschorting {
    /// Whether there is a day in both.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let begins_in =
            |one: &Self, other: &Self| other.contains(one.van) && one.tot.is_none_or(|end| one.van < end);
        begins_in(self, other) || begins_in(other, self)
    }
}

/// The suspensions of one deadline: in order, none empty, no day twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Opschortingen(Vec<Opschorting>);

impl Opschortingen {
    /// Joins periods that touch, drops empty ones.
    pub fn new(periods: impl IntoIterator<Item = Opschorting>) -> Self {
        let mut periods: Vec<_> = periods
            .into_iter()
            .map(|one| Opschorting {
                van: within(one.van),
                tot: one.tot.map(within),
            })
            .filter(|one| one.tot.is_none_or(|end| one.van < end))
            .collect();
        periods.sort_unstable_by_key(|one| one.van);
        let mut joined: Vec<Opschorting> = Vec::with_capacity(periods.len());
        for next in periods {
            match joined
                .last_mut()
                .filter(|last| last.tot.is_none_or(|end| next.van <= end))
            {
                Some(last) => last.tot = last.tot.zip(next.tot).map(|(one, other)| one.max(other)),
                None => joined.push(next),
            }
        }
        Self(joined)
    }

    /// The one that this day is in.
    pub fn find(&self, day: NaiveDate) -> Option<&Opschorting> {
        self.0.iter().find(|one| one.contains(day))
    }

    /// Those parts that lie after the day on which a deadline starts: that day isn't counted anyway.
    pub(super) fn after(&self, start: NaiveDate) -> Self {
        let first = days_later(start, 1);
        Self::new(self.0.iter().map(|one| Opschorting {
            van: one.van.max(first),
            ..*one
        }))
    }

    /// In order.
    pub fn iter(&self) -> impl Iterator<Item = &Opschorting> {
        self.0.iter()
    }

    /// Keeps those that begin on or before this day.
    pub(super) fn up_to(mut self, day: NaiveDate) -> Self {
        self.0.retain(|one| one.van <= day);
        self
    }
}
