//! The commands on logs of disclosures.

mod export;
mod verify;

use std::process::ExitCode;

use clap::Subcommand;

/// Shows and checks the logs of disclosures.
#[derive(Debug, Subcommand)]
pub(super) enum Log {
    /// Checks a log: its lines against their hashes, the hashes against signed checkpoints. Exit code 0: sound;
    /// 1: faults were found; 2: it could not be checked.
    Verify(verify::Verify),
    /// Writes the lines of a log to a file, in the form that a standard asks; the reading is itself logged.
    Export(export::Export),
}

impl Log {
    pub(super) async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Verify(verify) => verify.run().await,
            Self::Export(export) => export.run().await,
        }
    }
}
