//! What never happens, whatever the deadline.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::RngExt;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::rows::kalender;
use crate::{
    domain::{Duur, Eenheid, TermijnSoort},
    termijnen::{Aanvang, Afloop, Looptijd, Maat, Opschorting, Opschortingen, TermijnToestand},
};

const RUNS: usize = 5_000;

fn run(seed: u64, check: impl Fn(&mut ChaCha8Rng)) {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    for _ in 0..RUNS {
        check(&mut random);
    }
}

fn some_duur(random: &mut ChaCha8Rng) -> Duur {
    Duur {
        aantal: random.random_range(1..=100),
        eenheid: Eenheid::ALL[random.random_range(0..Eenheid::ALL.len())],
    }
}

fn some_maat(random: &mut ChaCha8Rng) -> Maat {
    Maat {
        duur: some_duur(random),
        soort: TermijnSoort::ALL[random.random_range(0..TermijnSoort::ALL.len())],
        waarschuw_vooraf: some_duur(random),
    }
}

fn some_day(random: &mut ChaCha8Rng) -> NaiveDate {
    NaiveDate::from_ymd_opt(2000, 1, 1).unwrap() + TimeDelta::days(random.random_range(0..20_000))
}

fn some_periods(random: &mut ChaCha8Rng, start: NaiveDate) -> Vec<Opschorting> {
    let count = random.random_range(0..=3);
    let mut periods = Vec::new();
    for _ in 0..count {
        let van = start + TimeDelta::days(random.random_range(0..100));
        let tot = van + TimeDelta::days(random.random_range(1..40));
        periods.push(Opschorting { van, tot: Some(tot) });
    }
    periods
}

fn end(start: NaiveDate, maat: Maat, periods: &[Opschorting]) -> DateTime<Utc> {
    let opschortingen = Opschortingen::new(periods.iter().copied());
    let looptijd = Looptijd::new(Aanvang::Dag(start), maat, &opschortingen, &kalender());
    looptijd.einde.expect("every suspension ends").op
}

#[test]
fn who_starts_later_never_ends_earlier() {
    run(1, |random| {
        let (maat, start) = (some_maat(random), some_day(random));
        let later = start + TimeDelta::days(random.random_range(0..20));
        assert!(
            end(start, maat, &[]) <= end(later, maat, &[]),
            "{start} {later} {maat:?}"
        );
    });
}

#[test]
fn a_law_never_gives_less_time_than_an_agreement() {
    run(2, |random| {
        let (maat, start) = (some_maat(random), some_day(random));
        let periods = some_periods(random, start);
        let of = |soort| end(start, Maat { soort, ..maat }, &periods);
        assert!(
            of(TermijnSoort::Wet) >= of(TermijnSoort::Afspraak),
            "{start} {maat:?} {periods:?}"
        );
        assert_eq!(of(TermijnSoort::Norm), of(TermijnSoort::Lokaal));
    });
}

#[test]
fn a_suspension_never_brings_the_end_nearer() {
    run(3, |random| {
        let (maat, start) = (some_maat(random), some_day(random));
        let mut periods = some_periods(random, start);
        let before = end(start, maat, &periods);
        periods.push(Opschorting {
            van: start + TimeDelta::days(random.random_range(0..60)),
            tot: Some(start + TimeDelta::days(random.random_range(0..120))),
        });
        assert!(
            before <= end(start, maat, &periods),
            "{start} {maat:?} {periods:?}"
        );
    });
}

#[test]
fn no_deadline_ends_on_a_suspended_day() {
    run(4, |random| {
        let (maat, start) = (some_maat(random), some_day(random));
        let opschortingen = Opschortingen::new(some_periods(random, start));
        let looptijd = Looptijd::new(Aanvang::Dag(start), maat, &opschortingen, &kalender());
        let dag = looptijd.einde.unwrap().dag;
        assert!(
            opschortingen.find(dag).is_none(),
            "{start} {maat:?} {opschortingen:?}"
        );
        assert!(dag > start || maat.duur.eenheid == Eenheid::Uren);
    });
}

#[test]
fn the_clock_never_takes_a_deadline_back() {
    let order = |toestand| match toestand {
        TermijnToestand::Lopend => 0,
        TermijnToestand::Nadert => 1,
        TermijnToestand::Overschreden => 2,
        other => panic!("{other:?}"),
    };
    run(5, |random| {
        let (maat, start) = (some_maat(random), some_day(random));
        let looptijd = Looptijd::new(Aanvang::Dag(start), maat, &Opschortingen::default(), &kalender());
        let end = looptijd.einde.unwrap();
        let about = [end.op, end.nadert_op][random.random_range(0..2)];
        let now = about + TimeDelta::minutes(random.random_range(-3_000..3_000));
        let later = now + TimeDelta::minutes(random.random_range(0..6_000));
        let at = |now| order(TermijnToestand::at(now, &looptijd, Afloop::default()));
        assert!(at(now) <= at(later), "{now} {later} {looptijd:?}");
        assert_eq!(at(now) == 2, now >= end.op);
    });
}

#[test]
fn no_date_and_no_length_is_too_much() {
    let extremes = [NaiveDate::MIN, NaiveDate::MAX, NaiveDate::default()];
    for start in extremes {
        for eenheid in Eenheid::ALL {
            for aantal in [0, 1, u16::MAX] {
                let duur = Duur {
                    aantal,
                    eenheid: *eenheid,
                };
                let maat = Maat {
                    duur,
                    soort: TermijnSoort::Wet,
                    waarschuw_vooraf: duur,
                };
                for van in extremes {
                    let periods = [None, Some(NaiveDate::MAX)].map(|tot| Opschorting { van, tot });
                    for aanvang in [
                        Aanvang::Dag(start),
                        Aanvang::Moment(DateTime::<Utc>::MAX_UTC),
                        Aanvang::Moment(DateTime::<Utc>::MIN_UTC),
                    ] {
                        let looptijd =
                            Looptijd::new(aanvang, maat, &Opschortingen::new(periods), &kalender());
                        TermijnToestand::at(DateTime::<Utc>::MAX_UTC, &looptijd, Afloop::default());
                    }
                }
            }
        }
    }
}
