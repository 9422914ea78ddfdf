use std::{path::PathBuf, process::ExitCode};

use anyhow::Context;
use clap::Args;

use super::{say, target::Target};
use crate::{
    clock::{Clock, SystemClock},
    config::read_inrichting,
    federation::SubgraphName,
    installation::open_database,
    subgraphs::toestemming::RegisterStore,
};

/// Applies an inrichting as a new version of the register; one that equals the present one changes nothing.
#[derive(Debug, Args)]
pub(super) struct Inrichten {
    /// The inrichting, in TOML.
    file: PathBuf,
    #[command(flatten)]
    target: Target,
}

impl Inrichten {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let shown = self.file.display();
        let text =
            std::fs::read_to_string(&self.file).with_context(|| format!("`{shown}` cannot be read"))?;
        let inrichting = read_inrichting(&text).with_context(|| format!("`{shown}` is no inrichting"))?;
        let db = open_database(&self.target.config()?, SubgraphName::Toestemming).await?;
        let versie = RegisterStore::new(db)
            .apply_inrichting(&inrichting, SystemClock.now())
            .await?;
        say(&mut std::io::stdout(), format_args!("registerversie {versie}\n"));
        Ok(ExitCode::SUCCESS)
    }
}
