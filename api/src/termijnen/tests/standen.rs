//! The stretches say at every moment what the deadline itself says.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use rand::RngExt;
use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

use super::rows::kalender;
use crate::{
    clock::day_in_amsterdam,
    domain::{Duur, Eenheid, TermijnCode, TermijnSoort},
    termijnen::{
        Aanvang, Afloop, Looptijd, Maat, Opschorting, Opschortingen, Termijn, TermijnHerkomst,
        TermijnToestand,
    },
};

fn random_termijn(random: &mut ChaCha8Rng) -> Termijn {
    let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + TimeDelta::days(random.random_range(0..300));
    let day = |random: &mut ChaCha8Rng| start + TimeDelta::days(random.random_range(-5..60));
    let periods: Vec<_> = (0..random.random_range(0..3))
        .map(|_| {
            let van = day(random);
            let tot = Some(van + TimeDelta::days(random.random_range(1..20)));
            Opschorting {
                van,
                tot: tot.filter(|_| random.random_range(0..4) > 0),
            }
        })
        .collect();
    let one_in_three = |random: &mut ChaCha8Rng| Some(day(random)).filter(|_| random.random_range(0..3) == 0);
    let unit = if random.random_range(0..4) == 0 {
        Eenheid::Uren
    } else {
        Eenheid::Dagen
    };
    let maat = Maat {
        duur: Duur {
            aantal: random.random_range(1..40),
            eenheid: unit,
        },
        soort: TermijnSoort::Wet,
        waarschuw_vooraf: Duur {
            aantal: random.random_range(1..10),
            eenheid: Eenheid::Dagen,
        },
    };
    Termijn {
        waarschuw: std::collections::BTreeSet::new(),
        code: TermijnCode::Beschikking,
        herkomst: TermijnHerkomst::Afgeleid,
        looptijd: Looptijd::new(
            Aanvang::Dag(start),
            maat,
            &Opschortingen::new(periods),
            &kalender(),
        ),
        afloop: Afloop {
            gehaald_op: one_in_three(random),
            vervallen_op: one_in_three(random),
        },
        opschortingen: Vec::new(),
    }
}

fn stands_in_stretches(termijn: &Termijn, now: DateTime<Utc>) -> Vec<TermijnToestand> {
    let holds = |stand: &crate::termijnen::Stand| stand.van <= now && stand.tot.is_none_or(|end| now < end);
    termijn
        .standen()
        .iter()
        .filter(|stand| holds(stand))
        .map(|stand| stand.toestand)
        .collect()
}

#[test]
fn a_deadline_stands_in_its_stretches_as_it_stands() {
    let mut random = ChaCha8Rng::seed_from_u64(26);
    for _ in 0..3_000 {
        let termijn = random_termijn(&mut random);
        let from = termijn.looptijd.start.and_hms_opt(0, 0, 0).unwrap().and_utc();
        for _ in 0..10 {
            let now = from + TimeDelta::minutes(random.random_range(-5 * 1_440..90 * 1_440));
            let open = termijn.is_open(day_in_amsterdam(now));
            let expected: Vec<_> = open.then(|| termijn.toestand(now)).into_iter().collect();
            assert_eq!(stands_in_stretches(&termijn, now), expected, "{now} {termijn:?}");
        }
    }
}
