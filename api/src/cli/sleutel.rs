use std::{process::ExitCode, sync::Arc};

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};

use super::{say, target::Target};
use crate::{
    clock::SystemClock,
    federation::SubgraphName,
    installation::open_database,
    subgraphs::toestemming::{RegisterStore, Rotation, VALID_BSNS},
};

/// Changes the key that makes ids out of BSNs.
#[derive(Debug, Subcommand)]
pub(super) enum Sleutel {
    /// Gives every known resident an id under the new key; old ids keep working. The new key stands first in
    /// `register.sleutels`, the old one second. Stop the register first.
    Roteren(Roteren),
}

#[derive(Debug, Args)]
pub(super) struct Roteren {
    #[command(flatten)]
    target: Target,
}

impl Sleutel {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let Self::Roteren(roteren) = self;
        roteren.run().await
    }
}

impl Roteren {
    async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.target.config()?;
        let settings = config
            .register
            .as_ref()
            .context("`register` is missing: its keys make the ids")?;
        let store = RegisterStore::new(open_database(&config, SubgraphName::Toestemming).await?);
        let Some(rotation) =
            Rotation::prepare(store, settings.read_sleutels()?, Arc::new(SystemClock)).await?
        else {
            say(
                &mut std::io::stdout(),
                format_args!("the register has the present key already\n"),
            );
            return Ok(ExitCode::SUCCESS);
        };
        let bar = ProgressBar::new(VALID_BSNS.end - VALID_BSNS.start);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {percent}% {eta}") {
            bar.set_style(style);
        }
        let outcome = rotation.run(VALID_BSNS, |done| bar.set_position(done)).await?;
        bar.finish_and_clear();
        say(
            &mut std::io::stdout(),
            format_args!("{} residents have an id under the new key\n", outcome.mapped),
        );
        if outcome.unmatched > 0 {
            bail!(
                "{} stored ids belong to no BSN under the old key; they keep working as they are",
                outcome.unmatched
            );
        }
        Ok(ExitCode::SUCCESS)
    }
}
