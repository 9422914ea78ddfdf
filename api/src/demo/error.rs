use std::{io, path::PathBuf};

use crate::{
    config::ConfigError,
    console::ConsoleError,
    installation::{DatabaseError, InstallationError},
    keys::KeyError,
};

/// Why the demo can't run.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The console.
    #[error(transparent)]
    Console(#[from] ConsoleError),
    /// The folder isn't a demo's.
    #[error("`{0}` is no demo folder: run `schakel demo --data {0}` first")]
    NoDemo(PathBuf),
    /// A file.
    #[error("`{path}`: {source}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// A database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// The installation.
    #[error(transparent)]
    Installation(#[from] InstallationError),
    /// What the demo would fill holds something already.
    #[error(
        "the register holds something already: the demo's records go into databases of their own, that are empty"
    )]
    NotEmpty,
    /// The records.
    #[error("the demo records could not be brought in: {0}")]
    Records(String),
}
