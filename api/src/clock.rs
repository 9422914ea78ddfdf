//! The time: asked of a [`Clock`] that is handed in, so that tests can fix it and nothing else reads it.

use std::{
    fmt::Debug,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// Tells the time (UTC).
pub trait Clock: Send + Sync + Debug {
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where the machine's time is read"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands still until it is moved: for tests and for replaying old decisions.
#[derive(Debug)]
pub struct FixedClock(Mutex<DateTime<Utc>>);

impl FixedClock {
    /// A clock that stands at this moment.
    pub const fn at(moment: DateTime<Utc>) -> Self {
        Self(Mutex::new(moment))
    }

    /// Puts it at another moment, earlier or later.
    pub fn set(&self, moment: DateTime<Utc>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = moment;
    }

    /// Moves it on (or back, by a negative step); a step out of the calendar leaves it where it stands.
    pub fn advance(&self, step: TimeDelta) {
        let mut moment = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *moment = moment.checked_add_signed(step).unwrap_or(*moment);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The day that it is in the Netherlands.
pub fn today_in_amsterdam(clock: &dyn Clock) -> NaiveDate {
    day_in_amsterdam(clock.now())
}

/// The day that it is in the Netherlands at a moment.
pub fn day_in_amsterdam(moment: DateTime<Utc>) -> NaiveDate {
    // At the very ends of the calendar there is no local time.
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    moment
        .clamp(first + TimeDelta::days(1), last - TimeDelta::days(1))
        .with_timezone(&chrono_tz::Europe::Amsterdam)
        .date_naive()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_moves_only_when_moved() {
        let start = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let clock = FixedClock::at(start);
        assert_eq!(clock.now(), start);
        clock.advance(TimeDelta::seconds(5));
        assert_eq!(clock.now(), start + TimeDelta::seconds(5));
        clock.advance(TimeDelta::MAX);
        assert_eq!(clock.now(), start + TimeDelta::seconds(5));
        clock.set(start);
        assert_eq!(clock.now(), start);
    }
}
