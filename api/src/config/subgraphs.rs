use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::ConfigError;
use crate::federation::SubgraphName;

/// Where each of the five subgraphs is.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct SubgraphsConfig(pub BTreeMap<SubgraphName, SubgraphConfig>);

/// Where one subgraph is: here, with a database, or elsewhere, at an address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SubgraphConfig {
    /// Its database: `sqlite:FILE` or `postgres://…`.
    pub database: Option<String>,
    /// The address of its process (`https://…`).
    pub url: Option<String>,
    /// The name of its process in tokens (`aud`); required with `url`.
    pub audience: Option<String>,
    /// The name under which its own process signs tokens for the register (`iss`).
    pub issuer: Option<String>,
    /// The file with the key that its own process signs them with (PEM, PKCS#8).
    pub sleutel: Option<PathBuf>,
}

impl SubgraphsConfig {
    /// One subgraph's place.
    ///
    /// # Errors
    /// [`ConfigError::Setting`] when it isn't configured.
    pub fn get(&self, name: SubgraphName) -> Result<&SubgraphConfig, ConfigError> {
        self.0
            .get(&name)
            .ok_or_else(|| ConfigError::Setting(format!("`subgraphs.{name}` is missing")))
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        for (name, subgraph) in &self.0 {
            let fault = match (&subgraph.database, &subgraph.url, &subgraph.audience) {
                (None, None, _) => "needs a `database` or a `url`",
                (None, Some(_), None) => "has a `url` and so needs an `audience`",
                _ => continue,
            };
            return Err(ConfigError::Setting(format!("`subgraphs.{name}` {fault}")));
        }
        Ok(())
    }

    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        for subgraph in self.0.values_mut() {
            if let Some(path) = &mut subgraph.sleutel {
                *path = folder.join(&path);
            }
            let file = subgraph
                .database
                .as_deref()
                .and_then(|database| database.strip_prefix("sqlite:"));
            if let Some(file) = file.map(|file| folder.join(file)) {
                subgraph.database = Some(format!("sqlite:{}", file.display()));
            }
        }
    }
}
