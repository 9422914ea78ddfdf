use std::path::PathBuf;

use serde::Deserialize;

use super::ConfigError;
use crate::subgraphs::toestemming::{LookupLimit, Sleutel, Sleutels};

/// How the register makes ids out of BSNs.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RegisterConfig {
    /// The files with the keys, the present one first: at least 32 random bytes each.
    pub sleutels: Vec<PathBuf>,
    /// How many look-ups by BSN a client may do in a minute.
    #[serde(default = "default_lookups")]
    pub bsn_lookups_per_minute: u32,
    /// How many BSNs the process of a subgraph elsewhere may name in a minute, of the records that its owners
    /// publish and import.
    #[serde(default = "default_resolves")]
    pub bsn_resolves_per_minute: u32,
}

fn default_lookups() -> u32 {
    60
}

fn default_resolves() -> u32 {
    30_000
}

impl RegisterConfig {
    /// Reads the keys.
    ///
    /// # Errors
    /// [`ConfigError::Setting`] naming the file that can't be used, never its content.
    pub fn read_sleutels(&self) -> Result<Sleutels, ConfigError> {
        let mut keys = Vec::with_capacity(self.sleutels.len());
        for path in &self.sleutels {
            let shown = path.display();
            let bytes = std::fs::read(path).map_err(|error| {
                ConfigError::Setting(format!("the key file `{shown}` cannot be read: {error}"))
            })?;
            let key =
                Sleutel::new(&bytes).map_err(|error| ConfigError::Setting(format!("`{shown}`: {error}")))?;
            keys.push(key);
        }
        Sleutels::new(keys).map_err(|error| ConfigError::Setting(error.to_string()))
    }

    /// The bound on look-ups.
    pub fn lookup_limit(&self) -> LookupLimit {
        LookupLimit::per_minute(self.bsn_lookups_per_minute)
    }

    /// The bound on the BSNs that the process of a subgraph elsewhere names.
    pub fn resolve_limit(&self) -> LookupLimit {
        LookupLimit::per_minute(self.bsn_resolves_per_minute)
    }
}
