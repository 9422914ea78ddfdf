//! The calendar: which days count, and when a day begins and ends in Amsterdam.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeZone, Utc, Weekday};
use chrono_tz::Europe::Amsterdam;

use super::feestdagen::is_feestdag;
use crate::domain::Inrichting;

/// The first and the last day that are counted from and to: beyond them is no deadline, and arithmetic ends there.
const FIRST: NaiveDate = day(1800, 1, 1);
const LAST: NaiveDate = day(9999, 12, 30);

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(day) => day,
        None => NaiveDate::MAX,
    }
}

/// Which days count. Weekends and public holidays are computed; the days that a royal decree puts on a par with a
/// public holiday (Algemene termijnenwet art. 3 lid 3) are told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kalender {
    gelijkgesteld: BTreeSet<NaiveDate>,
}

impl Kalender {
    /// The calendar with the days that are put on a par.
    pub fn of(inrichting: &Inrichting) -> Self {
        Self {
            gelijkgesteld: inrichting.gelijkgestelde_dagen.clone(),
        }
    }

    /// Whether people work on it: no Saturday, Sunday or public holiday. A day that is put on a par is a working
    /// day: the decree holds for the Algemene termijnenwet only.
    pub fn is_werkdag(&self, day: NaiveDate) -> bool {
        !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_feestdag(day)
    }

    /// The working day before this day.
    pub(super) fn werkdag_before(&self, day: NaiveDate) -> NaiveDate {
        let mut day = days_earlier(day, 1);
        while !self.is_werkdag(day) && day > FIRST {
            day = days_earlier(day, 1);
        }
        day
    }

    /// Whether a statutory deadline can end on it (Algemene termijnenwet art. 1 lid 1).
    pub fn can_end(&self, day: NaiveDate) -> bool {
        self.is_werkdag(day) && !self.gelijkgesteld.contains(&day)
    }
}

/// So many days later, within what is counted.
pub(super) fn days_later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).map_or(LAST, within)
}

/// So many days earlier.
pub(super) fn days_earlier(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).map_or(FIRST, within)
}

/// So many months later: the same day of the month, or its last day where there is none.
pub(super) fn months_later(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).map_or(LAST, within)
}

/// So many months earlier.
pub(super) fn months_earlier(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_sub_months(Months::new(months)).map_or(FIRST, within)
}

/// The day, or the end of what is counted.
pub(super) fn within(day: NaiveDate) -> NaiveDate {
    day.clamp(FIRST, LAST)
}

/// Whether the calendar ends here.
pub(super) fn is_last(day: NaiveDate) -> bool {
    day >= LAST
}

/// The moment at which a day begins in Amsterdam: the same at which the day before ends.
pub(super) fn begin_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    Amsterdam
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| midnight.and_utc(), |moment| moment.to_utc())
}
