use std::path::{Path, PathBuf};

use reqwest::Url;
use serde::{Deserialize, Deserializer, de::Error};

use crate::request::authenticate::{AuthConfig, IssuerKind};

/// So many lines of one log are read for one page, where nothing else is set.
pub(crate) const DEFAULT_LINES: usize = 20_000;

/// The web console for consent managers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleConfig {
    /// The address by which browsers reach this server, without a path: `https`, or `http` on this machine.
    #[serde(deserialize_with = "read_url")]
    pub adres: Url,
    /// Where sessions are kept, for all processes that serve the console: `sqlite:FILE` or `postgres://…`.
    pub database: String,
    /// How people sign in.
    pub aanmelden: SignInConfig,
    /// A folder with more languages than Dutch and English, a file each (`ar.toml`); Dutch and English can be said
    /// otherwise there too.
    #[serde(default)]
    pub talen: Option<PathBuf>,
    /// After how many minutes without use a session ends.
    #[serde(default = "default_minutes")]
    pub sessie_minuten: u32,
    /// After how many hours a session ends, used or not.
    #[serde(default = "default_hours")]
    pub sessie_uren: u32,
    /// How many lines of one log are read for one page or file, at most; they are read by the hundred.
    #[serde(default = "default_lines")]
    pub logregels: usize,
}

/// Signing in with OpenID Connect: authorization code with PKCE, the client shows itself by a signed assertion
/// (`private_key_jwt`), as the NL GOV profile asks.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignInConfig {
    /// The identity provider: the name of one of `auth.issuers`, which has its keys, the names of its claims and its
    /// caps. What else it offers is read at `/.well-known/openid-configuration`.
    pub issuer: String,
    /// The client as which the console is known there; one of the clients of that issuer.
    pub client: String,
    /// The file with the key that signs the client's assertions (PEM, PKCS#8); its public half is served at
    /// `/console/sleutels`.
    pub sleutel: PathBuf,
}

fn default_minutes() -> u32 {
    15
}

fn default_hours() -> u32 {
    9
}

fn default_lines() -> usize {
    DEFAULT_LINES
}

impl ConsoleConfig {
    pub(super) fn resolve_paths(&mut self, folder: &Path) {
        self.aanmelden.sleutel = folder.join(&self.aanmelden.sleutel);
        self.talen = self.talen.take().map(|talen| folder.join(talen));
        if let Some(file) = self.database.strip_prefix("sqlite:") {
            self.database = format!("sqlite:{}", folder.join(file).display());
        }
    }

    pub(super) fn faults(&self, auth: &AuthConfig) -> Vec<String> {
        let mut faults = Vec::new();
        if !travels_safely(&self.adres) || self.adres.path() != "/" {
            faults.push("`console.adres` is no `https` address without a path".to_owned());
        }
        if self.sessie_minuten == 0 || self.sessie_uren == 0 || self.sessie_uren > 24 {
            faults.push(
                "`console.sessie_minuten` and `console.sessie_uren` are at least 1, and at most a day"
                    .to_owned(),
            );
        }
        if self.logregels == 0 {
            faults.push("`console.logregels` is at least 1".to_owned());
        }
        let SignInConfig { issuer, client, .. } = &self.aanmelden;
        let known = auth
            .issuers
            .iter()
            .find(|known| &known.issuer == issuer && known.kind == IssuerKind::Caller);
        match known {
            None => {
                faults.push("`console.aanmelden.issuer` is no issuer of callers in `auth.issuers`".to_owned())
            }
            Some(known) if !known.clients.iter().any(|cap| &cap.azp == client) => {
                faults.push(format!(
                    "`console.aanmelden.client` is no client of issuer `{issuer}`"
                ));
            }
            Some(_) => {}
        }
        faults
    }
}

/// Whether nobody on the way can read or change what is sent there.
pub(crate) fn travels_safely(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    let is_here = host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

/// Reads an address.
pub(crate) fn read_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
    let text = String::deserialize(deserializer)?;
    Url::parse(&text).map_err(|_| D::Error::custom("this is no address"))
}
