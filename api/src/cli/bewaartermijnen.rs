use std::{process::ExitCode, sync::Arc};

use clap::Args;

use super::{say, target::Target};
use crate::{clock::SystemClock, installation::open_erasers, subgraphs::bewaren::Due};

/// Lists how long each kind of thing is kept and how many are due; erases nothing unless told to.
#[derive(Debug, Args)]
pub(super) struct Bewaartermijnen {
    /// Erases what is due, instead of counting it only.
    #[arg(long)]
    toepassen: bool,
    #[command(flatten)]
    target: Target,
}

impl Bewaartermijnen {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        let config = self.target.config()?;
        for eraser in open_erasers(&config, Arc::new(SystemClock)).await? {
            for due in eraser.due().await? {
                say(&mut std::io::stdout(), format_args!("{}\n", line(&due)));
            }
            if self.toepassen {
                let count = eraser.erase().await?;
                say(
                    &mut std::io::stdout(),
                    format_args!("{}: {count} gewist\n", eraser.name()),
                );
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn line(due: &Due) -> String {
    let Due {
        subgraph,
        soort,
        termijn,
        aantal,
    } = due;
    match termijn {
        None => format!("{subgraph} {soort}: geen bewaartermijn ingesteld; er wordt niets gewist"),
        Some(termijn) => format!(
            "{subgraph} {soort}: {} dagen vanaf {} ({}); {aantal} te wissen; er blijft: {}",
            termijn.dagen,
            soort.vanaf(),
            termijn.grondslag,
            soort.blijft(),
        ),
    }
}
