use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::keys::{KeyError, LogKeys};

/// How the logs of disclosures are signed for and kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogConfig {
    /// The name of this installation in the names of its logs, without white space: `utrecht.example` gives
    /// `utrecht.example/srw`. Others know the logs by it: it never changes.
    pub oorsprong: String,
    /// The files with the keys that sign checkpoints (PEM, PKCS#8, Ed25519), the present one first. Of an older
    /// key the public half will do.
    pub sleutels: Vec<PathBuf>,
    /// A checkpoint is signed when this many lines came since the last one,
    #[serde(default = "default_checkpoint_lines")]
    pub checkpoint_lines: u64,
    /// or when lines have waited this many seconds.
    #[serde(default = "default_checkpoint_seconds")]
    pub checkpoint_seconds: u64,
    /// After how many days what leads to a person is erased from a line; without it, never.
    #[serde(default)]
    pub bewaar_dagen: Option<u32>,
    /// Below how many free bytes on the disk of an embedded database there is a warning.
    #[serde(default = "default_warn_below_bytes")]
    pub warn_below_bytes: u64,
}

fn default_checkpoint_lines() -> u64 {
    1_000
}

fn default_checkpoint_seconds() -> u64 {
    10
}

fn default_warn_below_bytes() -> u64 {
    5_000_000_000
}

impl LogConfig {
    /// Reads the keys.
    ///
    /// # Errors
    /// [`KeyError`] naming the file.
    pub fn read_sleutels(&self) -> Result<LogKeys, KeyError> {
        LogKeys::load(self.sleutels.iter().map(PathBuf::as_path))
    }

    /// The name of one of the logs.
    pub fn origin(&self, log: &str) -> String {
        format!("{}/{log}", self.oorsprong)
    }

    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        self.sleutels
            .iter_mut()
            .for_each(|path| *path = folder.join(&path));
    }
}
