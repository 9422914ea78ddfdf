use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use aws_lc_rs::rand;
use chrono::TimeDelta;

use super::{DemoError, config};
use crate::{
    clock::{Clock, SystemClock},
    config::{Config, ConfigError},
    domain::{Doel, PartijId, Rol},
    keys::{
        LogKeys, SigningKey,
        demo::{TokenClaims, TokenIssuer},
    },
};

/// The folder of a demo: keys, configuration, databases.
pub struct DemoFolder {
    path: PathBuf,
}

const CONFIG: &str = "schakel.toml";
const SIGNING_KEY: &str = "uitgever.pem";
const KEY_SET: &str = "uitgever.jwks.json";
const ID_KEY: &str = "inwoner.sleutel";
const LOG_KEY: &str = "log.pem";
const FILLED: &str = "gevuld";

impl DemoFolder {
    /// Makes the folder with keys and configuration; what is there already stays.
    ///
    /// # Errors
    /// [`DemoError`] naming the file.
    pub fn make(path: PathBuf, address: SocketAddr) -> Result<Self, DemoError> {
        let folder = Self { path };
        make_private(&folder.path)?;
        folder.issuer()?.write_jwks(&folder.file(KEY_SET))?;
        if !folder.file(ID_KEY).exists() {
            let mut key = [0; 32];
            rand::fill(&mut key).map_err(|_| DemoError::Records("there are no random bytes".to_owned()))?;
            write_private(&folder.file(ID_KEY), &key)?;
        }
        LogKeys::load_or_create(&folder.file(LOG_KEY))?;
        let text = config::text(address, KEY_SET, ID_KEY, LOG_KEY);
        write_private(&folder.file(CONFIG), text.as_bytes())?;
        Ok(folder)
    }

    /// Opens the folder of a demo that has run.
    ///
    /// # Errors
    /// [`DemoError::NoDemo`].
    pub fn open(path: PathBuf) -> Result<Self, DemoError> {
        let folder = Self { path };
        if folder.file(SIGNING_KEY).exists() {
            Ok(folder)
        } else {
            Err(DemoError::NoDemo(folder.path))
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The configuration in it.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn config(&self) -> Result<Config, ConfigError> {
        Config::read(&self.file(CONFIG))
    }

    /// Whether the demo records are in, all of them.
    pub fn is_filled(&self) -> bool {
        self.file(FILLED).exists()
    }

    /// Issues a demo token.
    ///
    /// # Errors
    /// When the key can't be used.
    pub fn token(
        &self,
        partij: PartijId,
        rollen: impl IntoIterator<Item = Rol>,
        doelen: impl IntoIterator<Item = Doel>,
        gebruiker: String,
        team: Option<String>,
        lifetime: TimeDelta,
    ) -> Result<String, DemoError> {
        let client = config::client_of(&partij);
        let (rollen, doelen) = (rollen.into_iter().collect(), doelen.into_iter().collect());
        let claims = TokenClaims {
            partij,
            rollen,
            team,
            gebruiker,
            client,
            doelen,
            lifetime,
        };
        Ok(self.issuer()?.issue(&claims)?)
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub(super) fn note_filled(&self) -> Result<(), DemoError> {
        write_private(&self.file(FILLED), b"")
    }

    pub(super) fn issuer(&self) -> Result<TokenIssuer, DemoError> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        Ok(TokenIssuer {
            key: SigningKey::load_or_create(&self.file(SIGNING_KEY))?,
            issuer: config::ISSUER.to_owned(),
            audience: config::AUDIENCE.to_owned(),
            clock,
        })
    }
}

fn make_private(path: &Path) -> Result<(), DemoError> {
    use std::os::unix::fs::DirBuilderExt;
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.map_err(|source| DemoError::File {
        path: path.to_owned(),
        source,
    })
}

/// Writes a file that only its owner reads, whole or not at all.
pub(super) fn write_private(path: &Path, content: &[u8]) -> Result<(), DemoError> {
    use std::{io::Write, os::unix::fs::OpenOptionsExt};
    let beside = path.with_extension("nieuw");
    let write = || {
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&beside)?;
        file.write_all(content)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    write().map_err(|source| DemoError::File {
        path: path.to_owned(),
        source,
    })
}
