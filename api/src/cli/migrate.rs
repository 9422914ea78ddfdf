use std::process::ExitCode;

use super::target::Target;
use crate::installation::migrate;

/// Brings every database of this configuration up to date.
pub(super) async fn run(target: &Target) -> anyhow::Result<ExitCode> {
    migrate(&target.config()?).await?;
    Ok(ExitCode::SUCCESS)
}
