//! The configuration of a process: one TOML file plus `SCHAKEL_*` variables (`SCHAKEL_HTTP__ADRES`). A
//! missing security setting stops the start with a sentence; it never means "open".

mod caseload;
mod check;
mod console;
mod hub;
mod log;
mod register;
mod signals;
mod streams;
mod subgraphs;

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use serde::Deserialize;

pub use caseload::CaseloadConfig;
pub use console::{ConsoleConfig, SignInConfig};
pub(crate) use console::{DEFAULT_LINES, read_url, travels_safely};
pub use hub::HubConfig;
pub use log::LogConfig;
pub use register::RegisterConfig;
pub use signals::SignalsConfig;
pub use streams::StreamsConfig;
pub use subgraphs::{Elsewhere, SubgraphConfig, SubgraphsConfig};

use crate::{domain::Inrichting, request::authenticate::AuthConfig};

/// Everything that a process needs to know.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where and within which bounds it listens.
    pub http: HttpConfig,
    /// Whose tokens it accepts.
    pub auth: AuthConfig,
    /// How ids are made of BSNs; required where the register's database is.
    #[serde(default)]
    pub register: Option<RegisterConfig>,
    /// How the logs are signed for and kept; required where there is a database.
    #[serde(default)]
    pub log: Option<LogConfig>,
    /// The join.
    #[serde(default)]
    pub hub: HubConfig,
    /// The web console for consent managers; not served when absent.
    #[serde(default)]
    pub console: Option<ConsoleConfig>,
    /// What it does for signals.
    #[serde(default)]
    pub signalen: SignalsConfig,
    /// How a party's own residents are listed.
    #[serde(default)]
    pub caseload: CaseloadConfig,
    /// Where each subgraph is.
    pub subgraphs: SubgraphsConfig,
}

/// Where and within which bounds a process listens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HttpConfig {
    /// The address and port; port 0 takes a free one.
    pub adres: SocketAddr,
    /// The largest body, in bytes.
    #[serde(default = "default_body_bytes")]
    pub body_bytes: usize,
    /// How long a request may take, in seconds.
    #[serde(default = "default_request_seconds")]
    pub request_seconds: u64,
    /// Whether GraphiQL is served.
    #[serde(default)]
    pub graphiql: bool,
    /// Whether a subgraph process takes callers' own tokens, which a foreign federation router forwards.
    #[serde(default)]
    pub foreign_router: bool,
    /// Within which bounds streams are kept open.
    #[serde(default)]
    pub streams: StreamsConfig,
}

fn default_body_bytes() -> usize {
    1_048_576
}

fn default_request_seconds() -> u64 {
    15
}

/// Why the configuration can't be used: a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file or a variable doesn't fit.
    #[error("the configuration doesn't fit: {0}")]
    Unreadable(Box<figment::Error>),
    /// The file isn't there.
    #[error("there is no configuration at `{0}`")]
    Missing(PathBuf),
    /// A setting is missing or contradicts another.
    #[error("{0}")]
    Setting(String),
}

impl Config {
    /// Reads the file, then the variables over it. Paths in it are relative to the file.
    ///
    /// # Errors
    /// [`ConfigError`] with a sentence that names the setting.
    pub fn read(file: &Path) -> Result<Self, ConfigError> {
        if !file.is_file() {
            return Err(ConfigError::Missing(file.to_owned()));
        }
        let figment = Figment::new()
            .merge(Toml::file_exact(file))
            .merge(Env::prefixed("SCHAKEL_").split("__"));
        let mut config: Self = figment
            .extract()
            .map_err(|error| ConfigError::Unreadable(Box::new(error)))?;
        config.resolve_paths(file.parent().unwrap_or(Path::new(".")));
        config.check()?;
        Ok(config)
    }

    fn resolve_paths(&mut self, folder: &Path) {
        use crate::request::authenticate::JwksSource;
        for issuer in &mut self.auth.issuers {
            if let JwksSource::File(path) = &mut issuer.jwks {
                *path = folder.join(&path);
            }
        }
        if let Some(register) = &mut self.register {
            register
                .sleutels
                .iter_mut()
                .for_each(|path| *path = folder.join(&path));
        }
        if let Some(log) = &mut self.log {
            log.resolve_paths(folder);
        }
        self.hub.resolve_paths(folder);
        if let Some(console) = &mut self.console {
            console.resolve_paths(folder);
        }
        self.subgraphs.resolve_paths(folder);
    }
}

/// Reads an inrichting from its TOML file.
///
/// # Errors
/// [`ConfigError`] with every fault, all at once.
pub fn read_inrichting(text: &str) -> Result<Inrichting, ConfigError> {
    let inrichting: Inrichting = Figment::new()
        .merge(Toml::string(text))
        .extract()
        .map_err(|error| ConfigError::Unreadable(Box::new(error)))?;
    inrichting
        .check()
        .map_err(|error| ConfigError::Setting(error.to_string()))?;
    Ok(inrichting)
}

/// The Utrecht samenwerking, as it is checked in.
pub const UTRECHT: &str = include_str!("../../config/utrecht.toml");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordSoort;

    #[test]
    fn utrecht_fits() {
        let inrichting = read_inrichting(UTRECHT).unwrap();
        assert_eq!(inrichting.samenwerkingen[0].partijen.len(), 5);
    }

    #[test]
    fn zaanstad_fits() {
        let inrichting = read_inrichting(include_str!("../../config/zaanstad.toml")).unwrap();
        let partijen = &inrichting.samenwerkingen[0].partijen;
        let wijkteams = partijen.iter().flat_map(|partij| &partij.teams);
        assert_eq!(wijkteams.filter(|team| team.starts_with("Wijkteam ")).count(), 11);
        let owners = partijen
            .iter()
            .filter(|partij| partij.houdt(RecordSoort::Traject));
        assert_eq!(owners.count(), 5);
    }
}
