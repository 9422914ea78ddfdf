//! The public holidays of the Netherlands, computed (Algemene termijnenwet art. 3 lid 1 and 2).

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// The year from which the King's birthday is celebrated instead of the Queen's.
const FIRST_KONINGSDAG: i32 = 2014;

/// Whether a day is a public holiday: New Year's Day, Easter Monday, Whit Monday, both Christmas days, Ascension
/// Day, the day on which the King's birthday is celebrated and 5 May (art. 3 lid 1); Good Friday is put on a par
/// (lid 2). Easter Sunday and Whit Sunday are Sundays anyway.
pub fn is_feestdag(day: NaiveDate) -> bool {
    is_fixed(day) || is_birthday(day) || moves_with_easter(day)
}

fn is_fixed(day: NaiveDate) -> bool {
    matches!((day.month(), day.day()), (1, 1) | (5, 5) | (12, 25 | 26))
}

/// The birthday of the King, 27 April, and before of the Queen, 30 April: the day before when that is a Sunday.
fn is_birthday(day: NaiveDate) -> bool {
    let date = if day.year() >= FIRST_KONINGSDAG { 27 } else { 30 };
    let moves = || day.succ_opt().is_some_and(|next| next.weekday() == Weekday::Sun);
    day.month() == 4
        && ((day.day() == date && day.weekday() != Weekday::Sun) || (day.day() == date - 1 && moves()))
}

/// Days from Easter Sunday to Easter Monday, Ascension Day and Whit Monday.
const AFTER_EASTER: [u64; 3] = [1, 39, 50];

fn moves_with_easter(day: NaiveDate) -> bool {
    let Some(easter) = easter(day.year()) else {
        return false;
    };
    day.checked_add_days(Days::new(2)) == Some(easter)
        || AFTER_EASTER
            .iter()
            .any(|days| easter.checked_add_days(Days::new(*days)) == Some(day))
}

/// Easter Sunday, by the Gregorian computus (Butcher's form).
fn easter(year: i32) -> Option<NaiveDate> {
    let (century, rest) = (year.div_euclid(100), year.rem_euclid(100));
    let golden = year.rem_euclid(19);
    let correction = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - correction + 15).rem_euclid(30);
    let weekday =
        (32 + 2 * century.rem_euclid(4) + 2 * rest.div_euclid(4) - epact - rest.rem_euclid(4)).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let day = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(day / 31).ok()?,
        u32::try_from(day % 31 + 1).ok()?,
    )
}
