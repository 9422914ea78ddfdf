use std::{io::Read, path::Path, time::Duration};

use reqwest::{Client, StatusCode, Url};

use super::key::{KeySet, KeySetError};
use crate::{federation::http_client, request::authenticate::config::JwksSource};

/// A hundred keys with their certificates fit in it.
const LONGEST_BODY: usize = 256 * 1024;
const PATIENCE: Duration = Duration::from_secs(5);

/// Where a key set is read, ready for use.
#[derive(Debug)]
pub(super) enum Source {
    File(std::path::PathBuf),
    Url { url: Url, client: Client },
}

/// Why a key set could not be read.
#[derive(Debug, thiserror::Error)]
pub(in super::super) enum FetchError {
    #[error("cannot be read ({0})")]
    Unreadable(#[from] std::io::Error),
    #[error("cannot be fetched")]
    Unfetched(#[from] reqwest::Error),
    #[error("answers with status {0}")]
    Status(StatusCode),
    #[error("is larger than {LONGEST_BODY} bytes")]
    TooLong,
    #[error(transparent)]
    NoKeySet(#[from] KeySetError),
    #[error("holds no RSA or P-256 key that can verify a token")]
    NoUsableKey,
}

impl Source {
    /// Makes a source ready.
    ///
    /// # Errors
    /// A sentence when the address is not allowed.
    pub(super) fn new(config: &JwksSource) -> Result<Self, String> {
        match config {
            JwksSource::File(path) => Ok(Self::File(path.clone())),
            JwksSource::Url(text) => {
                let url = check_url(text)?;
                let client = http_client(PATIENCE).map_err(|_| "has no working HTTP client".to_owned())?;
                Ok(Self::Url { url, client })
            }
        }
    }

    /// Reads the key set now.
    pub(super) async fn read(&self) -> Result<KeySet, FetchError> {
        match self {
            Self::File(path) => {
                let path = path.clone();
                let reading = tokio::task::spawn_blocking(move || read_file(&path));
                reading.await.map_err(std::io::Error::other)?
            }
            Self::Url { url, client } => fetch(client, url).await,
        }
    }
}

/// Reads a key set from a file at the start, when it must hold a usable key. Later an issuer may withdraw
/// them all.
pub(super) fn read_first(path: &Path) -> Result<KeySet, FetchError> {
    let set = read_file(path)?;
    if set.is_usable() {
        Ok(set)
    } else {
        Err(FetchError::NoUsableKey)
    }
}

fn read_file(path: &Path) -> Result<KeySet, FetchError> {
    let mut json = Vec::new();
    let limit = LONGEST_BODY as u64 + 1;
    std::fs::File::open(path)?.take(limit).read_to_end(&mut json)?;
    parse(&json)
}

async fn fetch(client: &Client, url: &Url) -> Result<KeySet, FetchError> {
    let mut response = client
        .get(url.clone())
        .header("accept", "application/jwk-set+json, application/json")
        .send()
        .await?;
    if response.status() != StatusCode::OK {
        return Err(FetchError::Status(response.status()));
    }
    let mut json = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if json.len() + chunk.len() > LONGEST_BODY {
            return Err(FetchError::TooLong);
        }
        json.extend_from_slice(&chunk);
    }
    parse(&json)
}

fn parse(json: &[u8]) -> Result<KeySet, FetchError> {
    if json.len() > LONGEST_BODY {
        return Err(FetchError::TooLong);
    }
    Ok(KeySet::parse(json)?)
}

/// Allows `https` anywhere and `http` on this machine: keys that travel in the open can be swapped on the
/// way.
pub(in super::super) fn check_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "has a key address that is no URL".to_owned())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("has a key address with a name or password in it".to_owned());
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err("has a key address that is not `https`".to_owned()),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost"
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_travel_over_https_or_stay_on_this_machine() {
        for allowed in [
            "https://idp.example/jwks",
            "http://127.0.0.1:9/jwks",
            "http://[::1]:9/",
            "http://localhost/",
        ] {
            assert!(check_url(allowed).is_ok(), "{allowed}");
        }
        for refused in [
            "http://idp.example/jwks",
            "http://127.0.0.1.example/jwks",
            "http://localhost.example/",
            "ftp://127.0.0.1/jwks",
            "file:///etc/jwks",
            "https://naam:geheim@idp.example/jwks",
            "jwks.json",
        ] {
            assert!(check_url(refused).is_err(), "{refused}");
        }
    }
}
