use std::{fmt, path::Path};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use secrecy::zeroize::Zeroize;

use super::{
    KeyError,
    pem::{from_pem, to_pem},
    signing::write_new,
};
use crate::logbook::note::{Checkpoint, Signer, Verifier};

/// The keys with which a process signs checkpoints of its logs (Ed25519): the present one, and those of before,
/// by which older checkpoints are still checked.
pub struct LogKeys {
    present: Ed25519KeyPair,
    /// The public halves, the present one first.
    public: Vec<[u8; 32]>,
}

/// A log can't have this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a log's name is not empty and has no white space or `+` in it")]
pub struct NoLogName;

/// What stands before the 32 bytes of a public Ed25519 key (RFC 8410, §4).
const PUBLIC_PREFIX: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

impl LogKeys {
    /// Reads the keys, the present one first, from PEM files: PKCS#8; of an older key the public half will do.
    ///
    /// # Errors
    /// [`KeyError::Unreadable`] or [`KeyError::Unusable`].
    pub fn load<'p>(paths: impl IntoIterator<Item = &'p Path>) -> Result<Self, KeyError> {
        let mut paths = paths.into_iter();
        let present = paths.next().ok_or(KeyError::Unusable)?;
        let mut keys = Self::of(private(&read(present)?)?)?;
        for path in paths {
            keys.public.push(public(&read(path)?)?);
        }
        Ok(keys)
    }

    /// Reads the key of this file, or makes it where there is no such file yet.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn load_or_create(path: &Path) -> Result<Self, KeyError> {
        if !path.exists() {
            let mut pem = new_pem()?;
            let written = write_new(path, pem.as_bytes());
            pem.zeroize();
            written?;
        }
        Self::load([path])
    }

    fn of(present: Ed25519KeyPair) -> Result<Self, KeyError> {
        let key = present.public_key().as_ref().try_into();
        Ok(Self {
            public: vec![key.map_err(|_| KeyError::Unusable)?],
            present,
        })
    }

    /// Signs a checkpoint.
    ///
    /// # Errors
    /// [`NoLogName`].
    pub fn sign(&self, checkpoint: &Checkpoint) -> Result<String, NoLogName> {
        let signer = Signer::new(&checkpoint.origin, &self.present).ok_or(NoLogName)?;
        Ok(checkpoint.sign(&signer))
    }

    /// What others check the notes of this log with, the present key first.
    ///
    /// # Errors
    /// [`NoLogName`].
    pub fn verifiers(&self, origin: &str) -> Result<Vec<Verifier>, NoLogName> {
        self.public
            .iter()
            .map(|key| Verifier::new(origin, *key).ok_or(NoLogName))
            .collect()
    }
}

impl fmt::Debug for LogKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogKeys")
            .field("keys", &self.public.len())
            .finish_non_exhaustive()
    }
}

fn read(path: &Path) -> Result<String, KeyError> {
    std::fs::read_to_string(path).map_err(|source| KeyError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

fn new_pem() -> Result<String, KeyError> {
    let key = Ed25519KeyPair::generate().map_err(|_| KeyError::Unusable)?;
    let der = key.to_pkcs8().map_err(|_| KeyError::Unusable)?;
    Ok(to_pem("PRIVATE KEY", der.as_ref()))
}

fn private(pem: &str) -> Result<Ed25519KeyPair, KeyError> {
    let mut der = from_pem("PRIVATE KEY", pem).ok_or(KeyError::Unusable)?;
    // Without the public half beside it too, as other tools write it.
    let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(&der);
    der.zeroize();
    key.map_err(|_| KeyError::Unusable)
}

fn public(pem: &str) -> Result<[u8; 32], KeyError> {
    if let Some(der) = from_pem("PUBLIC KEY", pem) {
        let key = der
            .strip_prefix(&PUBLIC_PREFIX)
            .and_then(|key| key.try_into().ok());
        return key.ok_or(KeyError::Unusable);
    }
    let key = private(pem)?;
    key.public_key()
        .as_ref()
        .try_into()
        .map_err(|_| KeyError::Unusable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::logbook::merkle::leaf_hash;

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            origin: "utrecht.example/srw".to_owned(),
            size: 3,
            root: leaf_hash(b"root"),
        }
    }

    #[test]
    fn a_rotated_key_still_checks_what_it_signed() {
        let folder = tempfile::tempdir().unwrap();
        let (old, new) = (folder.path().join("oud.pem"), folder.path().join("nieuw.pem"));
        let origin = checkpoint().origin;
        let before = LogKeys::load_or_create(&old).unwrap();
        let note = before.sign(&checkpoint()).unwrap();
        LogKeys::load_or_create(&new).unwrap();
        let after = LogKeys::load([new.as_path(), old.as_path()]).unwrap();
        let verifiers = after.verifiers(&origin).unwrap();
        assert_eq!(verifiers.len(), 2);
        assert_eq!(Checkpoint::open(&note, &verifiers), Ok(checkpoint()));
        assert_ne!(after.sign(&checkpoint()).unwrap(), note, "the present key signs");
        let der = [PUBLIC_PREFIX.as_slice(), before.public[0].as_slice()].concat();
        std::fs::write(&old, to_pem("PUBLIC KEY", &der)).unwrap();
        let public_only = LogKeys::load([new.as_path(), old.as_path()]).unwrap();
        assert_eq!(public_only.verifiers(&origin), Ok(verifiers));
        assert!(
            matches!(LogKeys::load([old.as_path()]), Err(KeyError::Unusable)),
            "a public key signs nothing"
        );
    }

    #[test]
    fn a_kept_key_is_private_and_told_to_nobody() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("log.pem");
        let keys = LogKeys::load_or_create(&path).unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(format!("{keys:?}"), "LogKeys { keys: 1, .. }");
        assert!(matches!(LogKeys::load([]), Err(KeyError::Unusable)));
        assert_eq!(keys.verifiers("two words"), Err(NoLogName));
    }
}
