use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};
use base64::{Engine, engine::general_purpose::STANDARD};

/// A hash of a tree (SHA-256, 32 bytes). As text it is base64, as checkpoints write it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash([u8; 32]);

/// What was given is no hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no hash of 32 bytes")]
pub struct NoHash;

impl Hash {
    /// A hash from its bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A hash from stored bytes.
    ///
    /// # Errors
    /// [`NoHash`] when there are not 32 of them.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, NoHash> {
        bytes.try_into().map(Self).map_err(|_| NoHash)
    }

    /// A hash from base64.
    ///
    /// # Errors
    /// [`NoHash`].
    pub fn from_base64(text: &str) -> Result<Self, NoHash> {
        let bytes = STANDARD.decode(text).map_err(|_| NoHash)?;
        Self::from_slice(&bytes)
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self})")
    }
}

/// The root of a tree without leaves.
pub fn empty_root() -> Hash {
    sha256(&[])
}

/// The hash of a leaf. Its first byte keeps leaves and nodes apart.
pub fn leaf_hash(data: &[u8]) -> Hash {
    sha256(&[&[0], data])
}

/// The hash of a node over two others.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    sha256(&[&[1], &left.0, &right.0])
}

fn sha256(parts: &[&[u8]]) -> Hash {
    let mut context = Context::new(&SHA256);
    parts.iter().for_each(|part| context.update(part));
    let mut hash = [0; 32];
    let digest = context.finish();
    hash.iter_mut()
        .zip(digest.as_ref())
        .for_each(|(byte, digest)| *byte = *digest);
    Hash(hash)
}
