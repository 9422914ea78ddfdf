//! Reads the cells of the table.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Amsterdam;

use super::rows::row;
use crate::{
    domain::{Duur, Eenheid, TermijnSoort},
    termijnen::{Aanvang, Maat, Opschorting, Opschortingen},
};

/// The rows of the tables with this many cells.
pub(super) fn rows(text: &str, cells: usize) -> impl Iterator<Item = Vec<&str>> {
    let is_row =
        |line: &&str| line.starts_with('|') && !line.contains("---|") && !line.starts_with("| start");
    text.lines()
        .filter(is_row)
        .map(|line| {
            line.trim_matches('|')
                .split('|')
                .map(str::trim)
                .collect::<Vec<_>>()
        })
        .filter(move |row| row.len() == cells)
}

/// `mo 2026-03-02`, or with a time of the day in Amsterdam.
pub(super) fn aanvang(cell: &str) -> Aanvang {
    let rest = weekday_checked(cell);
    match rest.split_once(' ') {
        None => Aanvang::Dag(day(rest)),
        Some(_) => Aanvang::Moment(moment(cell)),
    }
}

/// A moment in Amsterdam; `24:00` is the end of the day.
pub(super) fn moment(cell: &str) -> DateTime<Utc> {
    let rest = weekday_checked(cell);
    let (date, is_end) = match rest.strip_suffix(" 24:00") {
        Some(date) => (format!("{date} 00:00"), true),
        None => (rest.to_owned(), false),
    };
    let local = NaiveDateTime::parse_from_str(&date, "%Y-%m-%d %H:%M").expect(cell);
    let local = if is_end { local + TimeDelta::days(1) } else { local };
    Amsterdam
        .from_local_datetime(&local)
        .earliest()
        .expect(cell)
        .to_utc()
}

/// The end of a deadline: the end of a day, an exact moment, or `unknown`.
pub(super) fn end(cell: &str) -> Option<DateTime<Utc>> {
    match cell.matches(' ').count() {
        _ if cell == "unknown" => None,
        1 => Some(moment(&format!("{cell} 24:00"))),
        _ => Some(moment(cell)),
    }
}

/// `4 WEKEN WET`, or the code of a row.
pub(super) fn maat(cell: &str, start: NaiveDate) -> Maat {
    if let Some(row) = row(cell, start) {
        return row;
    }
    let (length, soort) = cell.rsplit_once(' ').expect(cell);
    Maat {
        duur: duur(length),
        soort: TermijnSoort::from_word(soort).expect(cell),
        waarschuw_vooraf: duur("7 DAGEN"),
    }
}

pub(super) fn duur(cell: &str) -> Duur {
    let (aantal, eenheid) = cell.split_once(' ').expect(cell);
    Duur {
        aantal: aantal.parse().expect(cell),
        eenheid: Eenheid::from_word(eenheid).expect(cell),
    }
}

/// `2026-03-09 2026-03-16, 2026-04-02`
pub(super) fn opschortingen(cell: &str) -> Opschortingen {
    let one = |period: &str| {
        let mut days = period.split_whitespace().map(day);
        Opschorting {
            van: days.next().expect(cell),
            tot: days.next(),
        }
    };
    Opschortingen::new(
        cell.split(',')
            .filter(|period| !period.trim().is_empty())
            .map(one),
    )
}

pub(super) fn day(text: &str) -> NaiveDate {
    text.trim().parse().expect(text)
}

/// Whoever reads the table trusts the days of the week.
fn weekday_checked(cell: &str) -> &str {
    let (weekday, rest) = cell.split_once(' ').expect(cell);
    let is = day(&rest[..10]).weekday().to_string().to_lowercase();
    assert!(is.starts_with(weekday), "{cell}: that is a {is}");
    rest
}
