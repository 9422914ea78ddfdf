use std::{path::PathBuf, process::ExitCode};

use chrono::TimeDelta;
use clap::Args;

use super::say;
use crate::{
    demo::DemoFolder,
    domain::{Doel, PartijId, Rol},
};

/// Prints a token of a demo party, signed with the keys that `schakel demo` made.
#[derive(Debug, Args)]
pub(super) struct Token {
    /// The demo's folder.
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// The party.
    #[arg(long, value_name = "ID")]
    partij: String,
    /// A role; may be repeated.
    #[arg(long = "rol", value_name = "ROL", required = true, value_parser = rol)]
    rollen: Vec<Rol>,
    /// A purpose; may be repeated.
    #[arg(long = "doel", value_name = "DOEL", required = true, value_parser = doel)]
    doelen: Vec<Doel>,
    /// The user at the party.
    #[arg(long, default_value = "demo")]
    gebruiker: String,
    /// The team.
    #[arg(long)]
    team: Option<String>,
    /// For how many minutes it is valid, 720 at most.
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u16).range(1..=720))]
    minuten: u16,
}

fn rol(text: &str) -> Result<Rol, String> {
    Rol::from_word(text).ok_or_else(|| "unknown role".to_owned())
}

fn doel(text: &str) -> Result<Doel, String> {
    Doel::from_word(text).ok_or_else(|| "unknown purpose".to_owned())
}

impl Token {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let folder = DemoFolder::open(self.data)?;
        let partij = PartijId::new(self.partij)?;
        let lifetime = TimeDelta::minutes(i64::from(self.minuten));
        let token = folder.token(
            partij,
            self.rollen,
            self.doelen,
            self.gebruiker,
            self.team,
            lifetime,
        )?;
        say(&mut std::io::stdout(), format_args!("{token}\n"));
        Ok(ExitCode::SUCCESS)
    }
}
