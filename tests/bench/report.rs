//! What the turns say, in a table.

use std::fmt;

use crate::{
    sides::{Measured, Measurement, NAMES},
    statistics::{Spread, milliseconds, percentile},
};

/// What was measured of one question, ready to print.
pub struct Report {
    name: String,
    answer_bytes: usize,
    rows: Vec<Row>,
    strangers: Spread,
}

struct Row {
    what: &'static str,
    /// The median of each side.
    medians: [f64; 3],
    /// How the hub relates to each other side in the same round.
    ratios: [Spread; 2],
}

/// What is told of a turn.
type Of = fn(&Measured) -> f64;

const TOLD: [(&str, Of); 5] = [
    ("requests/s", |measured| {
        measured.turn.times.len() as f64 / measured.turn.elapsed.as_secs_f64()
    }),
    ("p50, ms", |measured| {
        milliseconds(percentile(&measured.turn.times, 0.5))
    }),
    ("p99, ms", |measured| {
        milliseconds(percentile(&measured.turn.times, 0.99))
    }),
    ("CPU/request, ms", |measured| {
        let spent = measured.spent.serving + measured.spent.database;
        milliseconds(spent) / measured.turn.times.len() as f64
    }),
    ("of which database, ms", |measured| {
        milliseconds(measured.spent.database) / measured.turn.times.len() as f64
    }),
];

impl Report {
    /// The medians of the turns, and how the sides of each round relate.
    pub fn of(measurement: &Measurement) -> Self {
        let rounds = &measurement.rounds;
        let rows = TOLD.map(|(what, of)| Row {
            what,
            medians: [0, 1, 2].map(|side| Spread::of(rounds.iter().map(|round| of(&round[side]))).median),
            ratios: [1, 2]
                .map(|side| Spread::of(rounds.iter().map(|round| of(&round[0]) / of(&round[side])))),
        });
        Self {
            name: measurement.name.clone(),
            answer_bytes: measurement.answer_bytes,
            rows: rows.into(),
            strangers: Spread::of(rounds.iter().flatten().map(strangers)),
        }
    }
}

/// Which part of the machine had other work to do.
fn strangers(measured: &Measured) -> f64 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    measured.spent.strangers.as_secs_f64() / (measured.turn.elapsed.as_secs_f64() * cores as f64)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n### {}\n", self.name)?;
        let Spread { median, max, .. } = self.strangers;
        writeln!(
            f,
            "An answer of the hub has {} bytes. Others used {:.0} % of the processors meanwhile, at most {:.0} %.\n",
            self.answer_bytes,
            median * 100.0,
            max * 100.0
        )?;
        let [hub, floor, unguarded] = NAMES;
        let against = [floor, unguarded].map(|other| format!("{hub} ÷ {other} (min–max)"));
        let [to_floor, to_unguarded] = &against;
        writeln!(
            f,
            "| {:<21} | {hub:>8} | {floor:>8} | {unguarded:>9} | {to_floor:>21} | {to_unguarded:>25} |",
            ""
        )?;
        writeln!(
            f,
            "|:{:-<21}-|-{:->8}:|-{:->8}:|-{:->9}:|-{:->21}:|-{:->25}:|",
            "", "", "", "", "", ""
        )?;
        for Row {
            what,
            medians: [hub, floor, unguarded],
            ratios,
        } in &self.rows
        {
            let [to_floor, to_unguarded] = ratios.map(|ratio| {
                let Spread { median, min, max } = ratio;
                format!("{median:.2} ({min:.2}–{max:.2})")
            });
            writeln!(
                f,
                "| {what:<21} | {hub:>8.2} | {floor:>8.2} | {unguarded:>9.2} | {to_floor:>21} | {to_unguarded:>25} |"
            )?;
        }
        Ok(())
    }
}
