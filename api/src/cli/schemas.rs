use std::process::ExitCode;

use clap::Args;

use super::say;
use crate::{
    federation::SubgraphName,
    installation::{SUPERGRAPH, sdl},
};

/// Prints the schema of one subgraph, as the supergraph is composed of it.
#[derive(Debug, Args)]
pub(super) struct Sdl {
    /// Its name.
    #[arg(value_parser = subgraph_name)]
    subgraph: SubgraphName,
}

impl Sdl {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        say(&mut std::io::stdout(), format_args!("{}", sdl(self.subgraph)));
        Ok(ExitCode::SUCCESS)
    }
}

/// Prints the supergraph that this binary joins by.
pub(super) fn print_supergraph() -> anyhow::Result<ExitCode> {
    say(&mut std::io::stdout(), format_args!("{SUPERGRAPH}"));
    Ok(ExitCode::SUCCESS)
}

/// Reads the name of a subgraph on the command line.
pub(super) fn subgraph_name(text: &str) -> Result<SubgraphName, String> {
    let names = SubgraphName::ALL
        .iter()
        .map(|name| name.word())
        .collect::<Vec<_>>()
        .join(", ");
    SubgraphName::from_word(text).ok_or_else(|| format!("expected one of {names}"))
}
