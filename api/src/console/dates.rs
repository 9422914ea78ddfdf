use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Amsterdam;

use super::{form::Faults, texts::Texts};

/// A moment as the day that it is in the Netherlands: "2 maart 2026".
pub(super) fn day(t: &Texts, moment: DateTime<Utc>) -> String {
    written(t, moment.with_timezone(&Amsterdam).date_naive())
}

/// A moment as day and time in the Netherlands: "2 maart 2026, 14:05".
pub(super) fn day_and_time(t: &Texts, moment: DateTime<Utc>) -> String {
    let local = moment.with_timezone(&Amsterdam);
    format!("{}, {}", written(t, local.date_naive()), local.format("%H:%M"))
}

/// A moment as the time that it is in the Netherlands: "14:05".
pub(super) fn time(moment: DateTime<Utc>) -> String {
    moment.with_timezone(&Amsterdam).format("%H:%M").to_string()
}

/// The last day on which something holds that ends at this moment (exclusive), in the Netherlands.
pub(super) fn last(end: DateTime<Utc>) -> NaiveDate {
    (end - TimeDelta::milliseconds(1))
        .with_timezone(&Amsterdam)
        .date_naive()
}

/// The last day on which something holds that ends at this moment (exclusive).
pub(super) fn last_day(t: &Texts, end: DateTime<Utc>) -> String {
    day(t, end - TimeDelta::milliseconds(1))
}

/// The same, short, for narrow columns: "2-3-2026".
pub(super) fn last_day_short(end: DateTime<Utc>) -> String {
    // A date that is broken over two lines is misread.
    typed(last(end)).replace('-', "\u{2011}")
}

/// A day: "2 maart 2026".
pub(super) fn written(t: &Texts, day: NaiveDate) -> String {
    format!(
        "{} {} {}",
        day.day(),
        t.say_of("maanden", &day.month().to_string()),
        day.year()
    )
}

/// How many days it is until the last day on which something holds that ends at this moment (exclusive).
pub(super) fn days_until_last(now: DateTime<Utc>, end: DateTime<Utc>) -> i64 {
    (last(end) - today(now)).num_days()
}

/// A day as people type it: "2-3-2026".
pub(super) fn typed(day: NaiveDate) -> String {
    format!("{}-{}-{}", day.day(), day.month(), day.year())
}

/// The day that it is in the Netherlands.
pub(super) fn today(now: DateTime<Utc>) -> NaiveDate {
    now.with_timezone(&Amsterdam).date_naive()
}

/// Reads a day as people type it, with dashes, points, slashes or spaces.
pub(super) fn read(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split(['-', '.', '/', ' ']).filter(|part| !part.is_empty());
    let mut number = || parts.next()?.parse::<u32>().ok();
    let (day, month, year) = (number()?, number()?, number()?);
    let is_full_year = (1000..=9999).contains(&year);
    (is_full_year && parts.next().is_none())
        .then(|| NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day))
        .flatten()
}

/// The first and the last day of a period, where they were typed; what can't be read is told at its field.
pub(super) fn read_period(
    t: &Texts,
    typed: [(&str, &str); 2],
    faults: &mut Faults,
) -> [Option<NaiveDate>; 2] {
    let period = typed.map(|(field, text)| {
        let day = read(text);
        if !text.trim().is_empty() && day.is_none() {
            faults.add(field, t.say("periode.onleesbaar"));
        }
        day
    });
    if let ([Some(first), Some(last)], [_, (field, _)]) = (period, typed)
        && first > last
    {
        faults.add(field, t.say("periode.omgekeerd"));
    }
    period
}

/// The moment at which this day begins in the Netherlands.
pub(super) fn begin_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_hms_opt(0, 0, 0)?;
    Some(Amsterdam.from_local_datetime(&midnight).earliest()?.to_utc())
}

/// A moment of this day, by the time that was typed ("14:05"); without one, what the day itself gives. Of an hour that
/// the clock shows twice, the first.
pub(super) fn at(
    day: NaiveDate,
    typed: &str,
    otherwise: fn(NaiveDate) -> Option<DateTime<Utc>>,
) -> Option<DateTime<Utc>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return otherwise(day);
    }
    let time = NaiveTime::parse_from_str(&typed.replace('.', ":"), "%H:%M").ok()?;
    Some(
        Amsterdam
            .from_local_datetime(&day.and_time(time))
            .earliest()?
            .to_utc(),
    )
}

/// The moment at which this day has ended in the Netherlands.
pub(super) fn end_of(day: NaiveDate) -> Option<DateTime<Utc>> {
    begin_of(day.checked_add_days(Days::new(1))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_type_it() {
        let day = NaiveDate::from_ymd_opt(2027, 3, 2);
        for text in ["2-3-2027", "02-03-2027", "2.3.2027", "2/3/2027", "2 3 2027"] {
            assert_eq!(read(text), day, "{text}");
        }
        for text in [
            "",
            "2-3-27",
            "31-2-2027",
            "2027-03-02",
            "2-3-2027-1",
            "morgen",
            "2-3",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_of_a_day_is_read_and_one_that_is_none_is_not() {
        let day = read("1-6-2026").unwrap();
        let at = |typed: &str| at(day, typed, end_of).map(|moment| moment.to_rfc3339());
        assert_eq!(at(" 14:05 ").as_deref(), Some("2026-06-01T12:05:00+00:00"));
        assert_eq!(at("9.30").as_deref(), Some("2026-06-01T07:30:00+00:00"));
        assert_eq!(at("").as_deref(), Some("2026-06-01T22:00:00+00:00"));
        assert_eq!(at("25:00"), None);
    }

    #[test]
    fn a_day_ends_at_midnight_in_the_netherlands() {
        let end = |text: &str| end_of(read(text).unwrap()).unwrap().to_rfc3339();
        assert_eq!(end("1-6-2026"), "2026-06-01T22:00:00+00:00");
        assert_eq!(end("1-12-2026"), "2026-12-01T23:00:00+00:00");
    }
}
