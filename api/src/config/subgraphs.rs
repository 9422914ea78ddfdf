use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use reqwest::Url;
use serde::Deserialize;

use super::ConfigError;
use crate::federation::SubgraphName;

/// Where each of the five subgraphs is.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct SubgraphsConfig(pub BTreeMap<SubgraphName, SubgraphConfig>);

/// Where one subgraph is: here, with a database, or elsewhere, at an address. A process names its own with a
/// database and the others that it asks with an address.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SubgraphConfig {
    /// Its database, where it is here: `sqlite:FILE` or `postgres://…`.
    pub database: Option<String>,
    /// How many connections to its database this process keeps at most.
    pub connections: Option<u32>,
    /// The address of its process, where it is elsewhere: `https://…` (`http://…` on this machine only). Its
    /// GraphQL is at `graphql` below it, the register's doors at `access/v1` and `register/v1`.
    pub url: Option<String>,
    /// The name of its process in tokens (its `auth.audience`); required with `url`.
    pub audience: Option<String>,
    /// The name under which it signs tokens for the register (`iss`); required where it is here and the
    /// register elsewhere. The register has it as an issuer of kind `{ subgraph = … }`.
    pub issuer: Option<String>,
    /// The file with the key that it signs them with (PEM, PKCS#8); required with `issuer`.
    pub sleutel: Option<PathBuf>,
}

/// The process of a subgraph elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its address, ending in a slash.
    pub address: Url,
    /// Its name in tokens.
    pub audience: String,
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

    /// Whether a subgraph has its database here.
    pub fn is_here(&self, name: SubgraphName) -> bool {
        self.0
            .get(&name)
            .is_some_and(|subgraph| subgraph.database.is_some())
    }

    /// The subgraphs that have their database here.
    pub fn here(&self) -> impl Iterator<Item = SubgraphName> {
        SubgraphName::ALL
            .iter()
            .copied()
            .filter(|name| self.is_here(*name))
    }

    /// The process of a subgraph elsewhere.
    ///
    /// # Errors
    /// [`ConfigError::Setting`] naming what is missing or no address.
    pub fn elsewhere(&self, name: SubgraphName) -> Result<Elsewhere, ConfigError> {
        let subgraph = self.get(name)?;
        let missing = |field: &str| ConfigError::Setting(format!("`subgraphs.{name}.{field}` is missing"));
        let url = subgraph.url.as_deref().ok_or_else(|| missing("url"))?;
        let address =
            address(url).map_err(|fault| ConfigError::Setting(format!("`subgraphs.{name}.url` {fault}")))?;
        let audience = subgraph.audience.clone().ok_or_else(|| missing("audience"))?;
        Ok(Elsewhere { address, audience })
    }

    /// What is wrong with each entry on its own.
    pub(super) fn faults(&self) -> Vec<String> {
        let fault = |(name, subgraph): (&SubgraphName, &SubgraphConfig)| {
            if subgraph.database.is_none() && subgraph.url.is_none() {
                return Some(format!("`subgraphs.{name}` needs a `database` or a `url`"));
            }
            if subgraph.issuer.is_some() != subgraph.sleutel.is_some() {
                return Some(format!(
                    "`subgraphs.{name}` needs `issuer` and `sleutel` together"
                ));
            }
            subgraph.url.as_ref()?;
            self.elsewhere(*name).err().map(|error| error.to_string())
        };
        self.0.iter().filter_map(fault).collect()
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

/// Tokens and numbers of residents travel to it, so that it is `https` or on this machine.
fn address(text: &str) -> Result<Url, &'static str> {
    let mut url = Url::parse(text).map_err(|_| "is no address")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("has a name or password in it");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("has a `?` or `#` in it");
    }
    if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(&url)) {
        return Err("is not `https`");
    }
    if !url.path().ends_with('/') {
        let path = format!("{}/", url.path());
        url.set_path(&path);
    }
    Ok(url)
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_address = |ip: std::net::IpAddr| ip.is_loopback();
    host == "localhost" || host.parse().is_ok_and(is_address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_ends_in_a_slash_and_keeps_its_path() {
        for (given, expected) in [
            ("https://srw.example", "https://srw.example/"),
            ("https://srw.example/schakel", "https://srw.example/schakel/"),
            ("http://127.0.0.1:8082/", "http://127.0.0.1:8082/"),
            ("http://[::1]:8082", "http://[::1]:8082/"),
        ] {
            assert_eq!(address(given).map(String::from), Ok(expected.to_owned()));
        }
    }

    #[test]
    fn tokens_do_not_travel_in_the_open() {
        for refused in [
            "srw.example",
            "http://srw.example/",
            "http://localhost.example/",
            "ftp://srw.example/",
            "https://naam:geheim@srw.example/",
            "https://srw.example/?a=b",
        ] {
            assert!(address(refused).is_err(), "{refused}");
        }
    }
}
