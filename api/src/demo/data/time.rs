use chrono::{DateTime, Months, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::draw::{Draw, Part};

/// The seed and the day on which the demo is made: all of its days count from there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    /// The seed.
    pub(super) seed: u64,
    /// The day on which it is made.
    pub(super) today: NaiveDate,
}

impl Origin {
    /// The draws of one record.
    pub(super) fn draw(self, part: Part, index: usize) -> Draw {
        Draw::new(self.seed, part, index)
    }

    /// The day so many days ago.
    pub(super) fn ago(self, days: i64) -> NaiveDate {
        shift(self.today, days.saturating_neg())
    }

    /// The last day of which the sources know: they delivered yesterday, so that nothing lies ahead of the clock.
    pub(super) fn last_day(self) -> NaiveDate {
        self.ago(1)
    }

    /// When the sources made their present versions: early on the last day.
    pub(super) fn versie(self) -> DateTime<Utc> {
        let five_o_clock = NaiveTime::from_hms_opt(5, 0, 0).unwrap_or_default();
        self.last_day().and_time(five_o_clock).and_utc()
    }
}

/// The day so many days later, earlier when negative; the day itself at the ends of the calendar.
pub(super) fn shift(date: NaiveDate, days: i64) -> NaiveDate {
    TimeDelta::try_days(days)
        .and_then(|delta| date.checked_add_signed(delta))
        .unwrap_or(date)
}

/// The same day so many months later.
pub(super) fn months_later(date: NaiveDate, months: u32) -> NaiveDate {
    date.checked_add_months(Months::new(months)).unwrap_or(date)
}
