//! Another way of counting: walk the calendar day by day, over thirty years. Its Easter dates are copied from an almanac,
//! its days of the week are counted on its fingers, and it knows neither arithmetic on dates nor the engine's code.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};
use rand::RngExt;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::{read, rows::kalender};
use crate::{
    clock::day_in_amsterdam,
    domain::{Duur, Eenheid, TermijnSoort},
    termijnen::{Aanvang, Looptijd, Maat, Opschorting, Opschortingen},
};

/// Easter Sundays from 2005 on, out of an almanac.
const EASTER: [(u32, u32); 36] = [
    (3, 27),
    (4, 16),
    (4, 8),
    (3, 23),
    (4, 12),
    (4, 4),
    (4, 24),
    (4, 8),
    (3, 31),
    (4, 20),
    (4, 5),
    (3, 27),
    (4, 16),
    (4, 1),
    (4, 21),
    (4, 12),
    (4, 4),
    (4, 17),
    (4, 9),
    (3, 31),
    (4, 20),
    (4, 5),
    (3, 28),
    (4, 16),
    (4, 1),
    (4, 21),
    (4, 13),
    (3, 28),
    (4, 17),
    (4, 9),
    (3, 25),
    (4, 13),
    (4, 5),
    (4, 25),
    (4, 10),
    (4, 1),
];
const FIRST_YEAR: i32 = 2005;
/// The last year in which a deadline starts; the longest runs four years and a bit.
const LAST_START: i32 = 2034;

struct Day {
    date: NaiveDate,
    is_werkdag: bool,
    can_end: bool,
}

/// Every day from 1 January 2005, a Saturday.
fn days() -> Vec<Day> {
    let weekdays = ["sa", "su", "mo", "tu", "we", "th", "fr"].into_iter().cycle();
    let first = NaiveDate::from_ymd_opt(FIRST_YEAR, 1, 1).unwrap();
    let dates = first.iter_days().take_while(|date| date.year() < FIRST_YEAR + 36);
    let dates: Vec<_> = dates.zip(weekdays).collect();
    let mut holidays = BTreeSet::new();
    for (index, (date, weekday)) in dates.iter().enumerate() {
        let on = |day: u32, month: u32| (date.day(), date.month()) == (day, month);
        if on(1, 1) || on(5, 5) || on(25, 12) || on(26, 12) {
            holidays.insert(index);
        }
        let is_queen = date.year() < 2014;
        if (is_queen && on(30, 4)) || (!is_queen && on(27, 4)) {
            holidays.insert(if *weekday == "su" { index - 1 } else { index });
        }
        let (month, day) = EASTER[usize::try_from(date.year() - FIRST_YEAR).unwrap()];
        if on(day, month) {
            assert_eq!(*weekday, "su", "{date}");
            holidays.extend([index - 2, index + 1, index + 39, index + 50]);
        }
    }
    let decree = "2023-04-28 2023-05-19 2024-05-10 2024-12-27 2025-05-30 2026-01-02 2026-05-15 2027-05-07 2028-04-28 2028-05-26";
    dates
        .into_iter()
        .enumerate()
        .map(|(index, (date, weekday))| {
            let is_werkdag = weekday != "sa" && weekday != "su" && !holidays.contains(&index);
            Day {
                date,
                is_werkdag,
                can_end: is_werkdag && !decree.contains(&date.to_string()),
            }
        })
        .collect()
}

/// Walks on from the start until the deadline is over; `None` when it never is.
fn last_day(
    days: &[Day],
    start: usize,
    maat: Maat,
    suspended: &dyn Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let Duur { aantal, eenheid } = maat.duur;
    let aantal = usize::from(aantal);
    let needed = match eenheid {
        Eenheid::Dagen | Eenheid::Werkdagen => aantal,
        Eenheid::Weken => 7 * aantal,
        Eenheid::Maanden => months(days, start, aantal),
        Eenheid::Jaren => months(days, start, 12 * aantal),
        Eenheid::Uren => panic!("hours are walked apart"),
    };
    let is_extended = maat.soort == TermijnSoort::Wet
        && match eenheid {
            Eenheid::Dagen | Eenheid::Werkdagen => aantal <= 90,
            Eenheid::Weken => aantal <= 12,
            Eenheid::Maanden => aantal <= 3,
            _ => false,
        };
    let ordinary_needed = if needed >= 3 { 2 } else { 0 };
    let (mut counted, mut ordinary) = (0, 0);
    for day in days[start..].iter().skip(1) {
        if suspended(day.date) {
            continue;
        }
        counted += usize::from(eenheid != Eenheid::Werkdagen || day.is_werkdag);
        ordinary += usize::from(day.can_end);
        let may_end = !is_extended || (day.can_end && ordinary >= ordinary_needed);
        if counted >= needed && may_end {
            return Some(day.date);
        }
    }
    None
}

/// How many days to the same day, or the last, so many months on: found by turning pages.
fn months(days: &[Day], start: usize, months: usize) -> usize {
    let number = days[start].date.day();
    let mut pages = 0;
    for index in start + 1.. {
        let date = days[index].date;
        pages += usize::from(date.day() == 1);
        let is_last_of_month = days[index + 1].date.day() == 1;
        if pages == months && (date.day() == number || is_last_of_month) {
            return index - start;
        }
    }
    0
}

fn maat(aantal: u16, eenheid: Eenheid, soort: TermijnSoort) -> Maat {
    Maat {
        duur: Duur { aantal, eenheid },
        soort,
        waarschuw_vooraf: read::duur("7 DAGEN"),
    }
}

/// The first of the long lengths.
const LONG: usize = 10;

const SOORTEN: [TermijnSoort; 2] = [TermijnSoort::Wet, TermijnSoort::Lokaal];

#[test]
fn every_start_in_thirty_years_ends_where_the_walk_ends() {
    use Eenheid::{Dagen, Jaren, Maanden, Weken, Werkdagen};
    let (days, kalender, none) = (days(), kalender(), Opschortingen::default());
    let lengths = [
        (1, Dagen),
        (2, Dagen),
        (3, Dagen),
        (4, Dagen),
        (1, Werkdagen),
        (3, Werkdagen),
        (10, Werkdagen),
        (4, Weken),
        (8, Weken),
        (1, Maanden),
        (90, Dagen),
        (91, Dagen),
        (120, Dagen),
        (12, Weken),
        (13, Weken),
        (3, Maanden),
        (4, Maanden),
        (6, Maanden),
        (18, Maanden),
        (36, Maanden),
        (1, Jaren),
    ];
    for (start, day) in days
        .iter()
        .enumerate()
        .take_while(|(_, day)| day.date.year() <= LAST_START)
    {
        for (index, (aantal, eenheid)) in lengths.into_iter().enumerate() {
            // The long ones from every fifth day: all days of the week, and in turn every day of the year.
            if index >= LONG && start % 5 != 0 {
                continue;
            }
            for soort in SOORTEN {
                let maat = maat(aantal, eenheid, soort);
                let looptijd = Looptijd::new(Aanvang::Dag(day.date), maat, &none, &kalender);
                let walked = last_day(&days, start, maat, &|_| false);
                assert_eq!(
                    looptijd.einde.map(|einde| einde.dag),
                    walked,
                    "{} {maat:?}",
                    day.date
                );
            }
        }
    }
}

#[test]
fn suspended_deadlines_end_where_the_walk_ends() {
    let (days, kalender) = (days(), kalender());
    let mut random = ChaCha8Rng::seed_from_u64(415);
    for _ in 0..20_000 {
        let start = random.random_range(0..10_000);
        let eenheid = [
            Eenheid::Werkdagen,
            Eenheid::Dagen,
            Eenheid::Weken,
            Eenheid::Maanden,
        ][random.random_range(0..4)];
        let most = if eenheid == Eenheid::Maanden { 5 } else { 14 };
        let maat = maat(
            random.random_range(1..=most),
            eenheid,
            SOORTEN[random.random_range(0..2)],
        );
        let periods = some_periods(&mut random, days[start].date);
        let is_suspended = |date| periods.iter().any(|period| period.contains(date));
        let opschortingen = Opschortingen::new(periods.iter().copied());
        let looptijd = Looptijd::new(Aanvang::Dag(days[start].date), maat, &opschortingen, &kalender);
        assert_eq!(
            looptijd.einde.map(|einde| einde.dag),
            last_day(&days, start, maat, &is_suspended),
            "{} {maat:?} {periods:?}",
            days[start].date
        );
    }
}

#[test]
fn hours_end_where_the_walk_by_quarters_ends() {
    let mut random = ChaCha8Rng::seed_from_u64(48);
    for _ in 0..2_000 {
        let quarters = random.random_range(0..30 * 365 * 96);
        let from = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(12_784) + TimeDelta::minutes(15 * quarters);
        let hours = random.random_range(1..=96);
        let periods = some_periods(&mut random, day_in_amsterdam(from));
        let opschortingen = Opschortingen::new(periods.iter().copied());
        let maat = maat(hours, Eenheid::Uren, SOORTEN[random.random_range(0..2)]);
        let looptijd = Looptijd::new(Aanvang::Moment(from), maat, &opschortingen, &kalender());
        let walked = walk_quarters(from, hours, |date| {
            periods.iter().any(|period| period.contains(date))
        });
        assert_eq!(
            looptijd.einde.map(|einde| einde.op),
            walked,
            "{from} {maat:?} {periods:?}"
        );
    }
}

fn walk_quarters(
    from: DateTime<Utc>,
    hours: u16,
    suspended: impl Fn(NaiveDate) -> bool,
) -> Option<DateTime<Utc>> {
    let mut left = 4 * u32::from(hours);
    let mut moment = from;
    for _ in 0..96 * 400 {
        if !suspended(day_in_amsterdam(moment)) {
            left -= 1;
        }
        moment += TimeDelta::minutes(15);
        if left == 0 {
            return Some(moment);
        }
    }
    None
}

/// Up to four periods about a start, some of them empty, overlapping, or without an end.
fn some_periods(random: &mut ChaCha8Rng, start: NaiveDate) -> Vec<Opschorting> {
    let count = random.random_range(0..=4);
    let mut periods = Vec::new();
    for _ in 0..count {
        let van = start + TimeDelta::days(random.random_range(-10..60));
        let tot = Some(van + TimeDelta::days(random.random_range(0..25)));
        periods.push(Opschorting {
            van,
            tot: tot.filter(|_| random.random_range(0..12) > 0),
        });
    }
    periods
}
