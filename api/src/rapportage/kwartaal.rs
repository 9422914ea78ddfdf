use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};

use crate::publication::Faults;

/// A calendar quarter in the Netherlands, which has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kwartaal {
    jaar: i32,
    kwartaal: u32,
    van: NaiveDate,
    tot: NaiveDate,
}

/// Why a quarter can't be reported: every fault, by the argument that has it.
pub type KwartaalError = Vec<crate::publication::Fault>;

impl Kwartaal {
    /// The quarter, where it ended before `today`.
    ///
    /// # Errors
    /// Every fault: no such year or quarter, or it runs still.
    pub fn ended(jaar: i32, kwartaal: i32, today: NaiveDate) -> Result<Self, KwartaalError> {
        let mut faults = Faults::default();
        faults.require(
            (2000..=2999).contains(&jaar),
            "jaar",
            "ligt niet tussen 2000 en 2999",
        );
        faults.require((1..=4).contains(&kwartaal), "kwartaal", "ligt niet tussen 1 en 4");
        let days = first_day(jaar, kwartaal).zip(first_day(jaar, kwartaal.saturating_add(1)));
        faults.require(
            days.is_none_or(|(_, tot)| tot <= today),
            "kwartaal",
            "is nog niet voorbij",
        );
        faults.into_result()?;
        let kwartaal = u32::try_from(kwartaal).unwrap_or_default();
        let (van, tot) = days.unwrap_or_default();
        Ok(Self {
            jaar,
            kwartaal,
            van,
            tot,
        })
    }

    /// The year.
    pub fn jaar(&self) -> i32 {
        self.jaar
    }

    /// Which of the four, from 1.
    pub fn kwartaal(&self) -> u32 {
        self.kwartaal
    }

    /// The first day.
    pub fn van(&self) -> NaiveDate {
        self.van
    }

    /// The day after the last.
    pub fn tot(&self) -> NaiveDate {
        self.tot
    }

    /// The moments between which it lies.
    pub fn moments(&self) -> [DateTime<Utc>; 2] {
        [self.van, self.tot].map(midnight)
    }
}

impl std::fmt::Display for Kwartaal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-K{}", self.jaar, self.kwartaal)
    }
}

/// The first day of a quarter; the fifth is the first of the next year.
fn first_day(jaar: i32, kwartaal: i32) -> Option<NaiveDate> {
    match kwartaal {
        1..=4 => NaiveDate::from_ymd_opt(jaar, u32::try_from(kwartaal * 3 - 2).ok()?, 1),
        5 => NaiveDate::from_ymd_opt(jaar.checked_add(1)?, 1, 1),
        _ => None,
    }
}

/// No quarter begins in the night in which the clock is moved.
fn midnight(day: NaiveDate) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::MIN);
    chrono_tz::Europe::Amsterdam
        .from_local_datetime(&local)
        .earliest()
        .map_or_else(|| local.and_utc(), |moment| moment.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_quarter_is_three_months_and_its_days_are_dutch() {
        let first = Kwartaal::ended(2026, 1, day("2026-04-01")).unwrap();
        assert_eq!((first.van(), first.tot()), (day("2026-01-01"), day("2026-04-01")));
        let moments = first.moments().map(|moment| moment.to_rfc3339());
        assert_eq!(
            moments,
            ["2025-12-31T23:00:00+00:00", "2026-03-31T22:00:00+00:00"]
        );
        let last = Kwartaal::ended(2025, 4, day("2026-04-01")).unwrap();
        assert_eq!(
            (last.van(), last.tot(), last.to_string()),
            (day("2025-10-01"), day("2026-01-01"), "2025-K4".to_owned())
        );
    }

    #[test]
    fn what_is_no_quarter_or_runs_still_is_refused_with_every_fault() {
        let faults = |jaar, kwartaal| {
            let refused = Kwartaal::ended(jaar, kwartaal, day("2026-03-31")).unwrap_err();
            refused
                .into_iter()
                .map(|fault| (fault.field, fault.reason))
                .collect::<Vec<_>>()
        };
        let fault = |field: &str, reason: &str| (field.to_owned(), reason.to_owned());
        assert_eq!(faults(2026, 1), [fault("kwartaal", "is nog niet voorbij")]);
        assert_eq!(
            faults(1, 5),
            [
                fault("jaar", "ligt niet tussen 2000 en 2999"),
                fault("kwartaal", "ligt niet tussen 1 en 4")
            ]
        );
        assert_eq!(faults(i32::MAX, i32::MIN).len(), 2);
    }
}
