use std::{
    fmt,
    fs::{File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use jsonwebtoken::{
    Algorithm, EncodingKey, Header,
    jwk::{Jwk, PublicKeyUse, ThumbprintHash},
};
use secrecy::{SecretString, zeroize::Zeroize};
use serde::Serialize;

use super::pem::to_pem;

/// A private key with which the hub signs its own tokens (ES256, the curve P-256).
#[derive(Clone)]
pub struct SigningKey {
    encoding: EncodingKey,
    jwk: Jwk,
    kid: String,
}

/// Why a key cannot be made, read, kept or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The library could not make a key, or what it was given is none.
    #[error("this is no usable key in PEM, or not of the kind that is needed")]
    Unusable,
    /// A token could not be signed.
    #[error("a token cannot be signed")]
    Unsigned,
    /// The file cannot be read.
    #[error("the key file `{}` cannot be read", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file cannot be written.
    #[error("the key file `{}` cannot be written", path.display())]
    Unwritable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl SigningKey {
    /// Makes a new key.
    ///
    /// # Errors
    /// [`KeyError::Unusable`] when the machine gives no randomness.
    pub fn generate() -> Result<Self, KeyError> {
        Self::from_pem(new_pem()?.as_bytes())
    }

    /// Reads a key from a PEM text (PKCS#8).
    ///
    /// # Errors
    /// [`KeyError::Unusable`] when it is something else.
    pub fn from_pem(pem: &[u8]) -> Result<Self, KeyError> {
        let encoding = EncodingKey::from_ec_pem(pem).map_err(|_| KeyError::Unusable)?;
        let mut jwk = Jwk::from_encoding_key(&encoding, Algorithm::ES256).map_err(|_| KeyError::Unusable)?;
        let kid = jwk
            .thumbprint(ThumbprintHash::SHA256)
            .map_err(|_| KeyError::Unusable)?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { encoding, jwk, kid })
    }

    /// Reads a key from a PEM file.
    ///
    /// # Errors
    /// [`KeyError::Unreadable`] or [`KeyError::Unusable`].
    pub fn load(path: &Path) -> Result<Self, KeyError> {
        let mut pem = std::fs::read(path).map_err(|source| KeyError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        warn_when_others_can_read(path);
        let key = Self::from_pem(&pem);
        pem.zeroize();
        key
    }

    /// Makes a new key and keeps it in a new file that only its owner can read.
    ///
    /// # Errors
    /// [`KeyError::Unwritable`] when the file cannot be made, or is there already.
    pub fn create(path: &Path) -> Result<Self, KeyError> {
        let mut pem = new_pem()?;
        let written = write_new(path, pem.as_bytes());
        let key = Self::from_pem(pem.as_bytes());
        pem.zeroize();
        written?;
        key
    }

    /// Reads the key of this file, or makes it where there is no such file yet.
    ///
    /// # Errors
    /// As [`SigningKey::load`] and [`SigningKey::create`].
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        match Self::load(path) {
            Err(KeyError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Self::create(path)
            }
            outcome => outcome,
        }
    }

    /// The name of the key: its thumbprint (RFC 7638), so that a key can have no other's name.
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The public half.
    pub fn jwk(&self) -> &Jwk {
        &self.jwk
    }

    /// Signs claims as a JWT whose header names this key.
    ///
    /// # Errors
    /// [`KeyError::Unsigned`] when the claims cannot be written or the library fails.
    pub fn sign(&self, claims: &impl Serialize) -> Result<SecretString, KeyError> {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.kid.clone());
        let token = jsonwebtoken::encode(&header, claims, &self.encoding).map_err(|_| KeyError::Unsigned)?;
        Ok(SecretString::from(token))
    }

    /// The signature of any text, so that a test can make a token that this key would never make.
    #[cfg(test)]
    pub(crate) fn sign_bytes(&self, signed: &[u8]) -> String {
        jsonwebtoken::crypto::sign(signed, &self.encoding, Algorithm::ES256).expect("a signature")
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey")
            .field("kid", &self.kid)
            .finish_non_exhaustive()
    }
}

fn new_pem() -> Result<String, KeyError> {
    let random = aws_lc_rs::rand::SystemRandom::new();
    let der = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random);
    Ok(to_pem(
        "PRIVATE KEY",
        der.map_err(|_| KeyError::Unusable)?.as_ref(),
    ))
}

/// Writes a new file that only its owner can read.
pub(super) fn write_new(path: &Path, content: &[u8]) -> Result<(), KeyError> {
    let written = create_private(path).and_then(|mut file| {
        file.write_all(content)?;
        file.sync_all()
    });
    written.map_err(|source| KeyError::Unwritable {
        path: path.to_owned(),
        source,
    })
}

fn create_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Warns only: a secret that is mounted into a container is often readable for a group.
fn warn_when_others_can_read(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map(|metadata| metadata.permissions().mode());
        if mode.is_ok_and(|mode| mode & 0o077 != 0) {
            tracing::warn!(path = %path.display(), "others than its owner can read this private key");
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn a_key_is_kept_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hub.pem");
        let made = SigningKey::load_or_create(&path).unwrap();
        let read = SigningKey::load_or_create(&path).unwrap();
        assert_eq!(made.kid(), read.kid());
        assert!(
            matches!(SigningKey::create(&path), Err(KeyError::Unwritable { .. })),
            "a key is never overwritten"
        );
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("hub.pem");
        std::fs::write(
            &path,
            "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        )
        .unwrap();
        assert!(matches!(SigningKey::load(&path), Err(KeyError::Unusable)));
        assert!(matches!(
            SigningKey::load(folder.path()),
            Err(KeyError::Unreadable { .. })
        ));
    }

    #[test]
    fn the_kid_is_the_thumbprint_and_nothing_private_is_shown() {
        let key = SigningKey::generate().unwrap();
        assert_eq!(key.jwk().thumbprint(ThumbprintHash::SHA256).unwrap(), key.kid());
        assert_eq!(key.jwk().common.key_id.as_deref(), Some(key.kid()));
        assert_eq!(
            format!("{key:?}"),
            format!("SigningKey {{ kid: {:?}, .. }}", key.kid())
        );
        let token = key.sign(&serde_json::json!({})).unwrap();
        assert_eq!(
            jsonwebtoken::decode_header(token.expose_secret())
                .unwrap()
                .kid
                .as_deref(),
            Some(key.kid())
        );
    }
}
