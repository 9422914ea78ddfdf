use std::{fmt, time::Duration};

use clap::{Parser, Subcommand, ValueEnum};
use schakel_tests::Engine;

/// How long and how hard to measure; the defaults are those of docs/benchmark.md.
#[derive(Debug, Parser)]
pub struct Settings {
    /// Something else than questions.
    #[command(subcommand)]
    pub other: Option<Other>,
    /// On one engine only.
    #[arg(long, global = true)]
    engine: Option<EngineName>,
    /// One question only, by the first word of its name.
    #[arg(long)]
    question: Option<String>,
    /// How many residents have records.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(50..=5000))]
    pub residents: u32,
    /// How many clients ask at the same time, each the next question as soon as it has its answer.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..))]
    pub clients: u16,
    /// How many turns each side gets.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    pub rounds: u16,
    /// How long a turn lasts, in seconds.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..))]
    pub seconds: u64,
    /// What cargo tells every benchmark.
    #[arg(long, hide = true, global = true)]
    bench: bool,
}

/// What can be measured, or made, beside questions.
#[derive(Clone, Copy, Debug, Subcommand)]
pub enum Other {
    /// Times the import of a DDAS delivery by the built program.
    Import {
        /// How many trajecten it has.
        #[arg(long, default_value_t = 25_000)]
        trajecten: usize,
    },
    /// Times the pages of the console over the records of so many.
    Pages {
        /// How many trajecten there are.
        #[arg(long, default_value_t = 100_000)]
        trajecten: usize,
    },
    /// Writes such a delivery to standard output.
    Delivery {
        /// How many trajecten it has.
        #[arg(long, default_value_t = 25_000)]
        trajecten: usize,
    },
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum EngineName {
    Sqlite,
    Postgres,
}

impl Settings {
    /// The engines to measure on.
    pub fn engines(&self) -> Vec<Engine> {
        match self.engine {
            Some(EngineName::Sqlite) => vec![Engine::Sqlite],
            Some(EngineName::Postgres) => vec![Engine::Postgres],
            None => vec![Engine::Sqlite, Engine::Postgres],
        }
    }

    /// Whether to measure the question of this name.
    pub fn wants(&self, question: &str) -> bool {
        let asked = self.question.as_deref();
        asked.is_none_or(|word| question.split(' ').next() == Some(word))
    }

    /// How long a turn lasts.
    pub fn turn(&self) -> Duration {
        Duration::from_secs(self.seconds)
    }
}

impl fmt::Display for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cores = std::thread::available_parallelism().map_or(0, usize::from);
        let Self {
            residents,
            clients,
            rounds,
            seconds,
            ..
        } = self;
        writeln!(
            f,
            "{cores} cores, {residents} residents, {clients} clients, {rounds} rounds of {seconds} s"
        )
    }
}
