use std::collections::BTreeSet;

use aws_lc_rs::{digest, hmac};

use crate::domain::{Bsn, InwonerId};

/// Separates these hashes from every other use of a key.
const PURPOSE: &[u8] = b"schakel/inwoner/v1\0";
const FINGERPRINT: &[u8] = b"schakel/vingerafdruk/v1\0";
const SHORTEST: usize = 32;

/// A key that makes ids out of BSNs (HMAC-SHA-256).
#[derive(Clone)]
pub struct Sleutel(hmac::Key);

/// A key that is too weak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SleutelError {
    /// Shorter than 32 bytes.
    #[error("a key for inwoner ids has at least 32 bytes")]
    TooShort,
    /// No key at all.
    #[error("there is no key for inwoner ids")]
    Missing,
    /// The same key twice.
    #[error("a key for inwoner ids stands there twice")]
    Double,
}

impl Sleutel {
    /// A key from its bytes.
    ///
    /// # Errors
    /// [`SleutelError::TooShort`].
    pub fn new(bytes: &[u8]) -> Result<Self, SleutelError> {
        if bytes.len() < SHORTEST {
            return Err(SleutelError::TooShort);
        }
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, bytes)))
    }

    /// The id of a BSN under this key.
    pub fn id_of(&self, bsn: &str) -> InwonerId {
        let mut context = hmac::Context::with_key(&self.0);
        context.update(PURPOSE);
        context.update(bsn.as_bytes());
        let tag = context.sign();
        let mut hash = [0; 32];
        hash.iter_mut()
            .zip(tag.as_ref())
            .for_each(|(byte, tag)| *byte = *tag);
        InwonerId::from_hash(&hash)
    }

    /// A name for the key that tells nothing of it: 16 hexadecimal digits.
    pub fn fingerprint(&self) -> String {
        let tag = hmac::sign(&self.0, FINGERPRINT);
        let hash = digest::digest(&digest::SHA256, tag.as_ref());
        hash.as_ref()
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect()
    }
}

/// The present key and the earlier ones that are kept for a while.
#[derive(Clone)]
pub struct Sleutels {
    current: Sleutel,
    earlier: Vec<Sleutel>,
}

impl Sleutels {
    /// Keys, the present one first.
    ///
    /// # Errors
    /// [`SleutelError`] when there is none, or one stands there twice.
    pub fn new(keys: Vec<Sleutel>) -> Result<Self, SleutelError> {
        let fingerprints: BTreeSet<_> = keys.iter().map(Sleutel::fingerprint).collect();
        if fingerprints.len() != keys.len() {
            return Err(SleutelError::Double);
        }
        let mut keys = keys.into_iter();
        let current = keys.next().ok_or(SleutelError::Missing)?;
        Ok(Self {
            current,
            earlier: keys.collect(),
        })
    }

    /// The present key.
    pub fn current(&self) -> &Sleutel {
        &self.current
    }

    /// The earlier keys that are still known.
    pub fn earlier(&self) -> &[Sleutel] {
        &self.earlier
    }

    /// The id of a BSN under the present key.
    pub fn id_of(&self, bsn: &Bsn) -> InwonerId {
        self.current.id_of(bsn.expose())
    }

    /// The ids of a BSN under all keys, the present one first.
    pub fn ids_of(&self, bsn: &Bsn) -> Vec<InwonerId> {
        self.all().map(|key| key.id_of(bsn.expose())).collect()
    }

    /// The fingerprints of all keys, in the same order.
    pub fn fingerprints(&self) -> Vec<String> {
        self.all().map(Sleutel::fingerprint).collect()
    }

    fn all(&self) -> impl Iterator<Item = &Sleutel> {
        std::iter::once(&self.current).chain(&self.earlier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_differ_and_repeat() {
        let (one, other) = (Sleutel::new(&[1; 32]).unwrap(), Sleutel::new(&[2; 32]).unwrap());
        assert_eq!(one.id_of("999990342"), one.id_of("999990342"));
        assert_ne!(one.id_of("999990342"), one.id_of("123456782"));
        assert_ne!(one.id_of("999990342"), other.id_of("999990342"));
        assert_ne!(one.fingerprint(), other.fingerprint());
    }

    #[test]
    fn weak_and_double_keys_are_refused() {
        assert_eq!(Sleutel::new(&[1; 31]).err(), Some(SleutelError::TooShort));
        assert_eq!(Sleutels::new(vec![]).err(), Some(SleutelError::Missing));
        let key = Sleutel::new(&[1; 32]).unwrap();
        assert_eq!(
            Sleutels::new(vec![key.clone(), key]).err(),
            Some(SleutelError::Double)
        );
    }
}
