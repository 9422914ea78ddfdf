use std::path::PathBuf;

use clap::Args;

use crate::config::{Config, ConfigError};

/// Which installation a command is about.
#[derive(Clone, Debug, Args)]
#[group(required = true, multiple = false)]
pub(super) struct Target {
    /// The configuration file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder of an embedded installation (as `schakel demo` makes it).
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

/// The configuration of an embedded installation, in its folder.
pub(super) const CONFIG_FILE: &str = "schakel.toml";

impl Target {
    pub(super) fn config(&self) -> Result<Config, ConfigError> {
        let in_folder = self.data.as_ref().map(|folder| folder.join(CONFIG_FILE));
        let file = self.config.clone().or(in_folder).unwrap_or_default();
        Config::read(&file)
    }
}
