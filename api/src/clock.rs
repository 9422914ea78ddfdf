//! The time: asked of a [`Clock`] that is handed in, so that tests can fix it and nothing else reads it.

use std::{fmt::Debug, time::Duration};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use futures::{FutureExt, future::BoxFuture};
use tokio::sync::watch;

/// Tells the time (UTC).
pub trait Clock: Send + Sync + Debug {
    /// The present moment.
    fn now(&self) -> DateTime<Utc>;

    /// Comes when it is this moment or later: what ends by the clock ends without anybody writing.
    fn reached(&self, moment: DateTime<Utc>) -> BoxFuture<'static, ()>;
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

    /// Looks again now and then, since the machine's time can be set.
    fn reached(&self, moment: DateTime<Utc>) -> BoxFuture<'static, ()> {
        async move {
            while let Ok(left) = (moment - Self.now()).to_std()
                && !left.is_zero()
            {
                tokio::time::sleep(left.min(LOOK_AGAIN)).await;
            }
        }
        .boxed()
    }
}

const LOOK_AGAIN: Duration = Duration::from_secs(30);

/// A clock that stands still until it is moved: for tests and for replaying old decisions.
#[derive(Debug)]
pub struct FixedClock(watch::Sender<DateTime<Utc>>);

impl FixedClock {
    /// A clock that stands at this moment.
    pub fn at(moment: DateTime<Utc>) -> Self {
        Self(watch::Sender::new(moment))
    }

    /// Puts it at another moment, earlier or later.
    pub fn set(&self, moment: DateTime<Utc>) {
        self.0.send_replace(moment);
    }

    /// Moves it on (or back, by a negative step); a step out of the calendar leaves it where it stands.
    pub fn advance(&self, step: TimeDelta) {
        self.0
            .send_modify(|moment| *moment = moment.checked_add_signed(step).unwrap_or(*moment));
    }
}

impl Clock for FixedClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.borrow()
    }

    fn reached(&self, moment: DateTime<Utc>) -> BoxFuture<'static, ()> {
        let mut clock = self.0.subscribe();
        async move {
            // A clock that is gone stands still for ever.
            if clock.wait_for(|now| *now >= moment).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
        .boxed()
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

    #[tokio::test]
    async fn a_moment_comes_when_the_clock_is_moved_to_it() {
        let start = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let clock = FixedClock::at(start);
        clock.reached(start).await;
        let mut later = clock.reached(start + TimeDelta::seconds(5));
        clock.advance(TimeDelta::seconds(4));
        assert!((&mut later).now_or_never().is_none());
        clock.advance(TimeDelta::seconds(1));
        later.await;
    }
}
