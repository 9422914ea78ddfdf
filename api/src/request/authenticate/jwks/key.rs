use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyAlgorithm, KeyOperations, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;

/// An issuer has a handful of keys; more than this is no key set.
const MOST_KEYS: usize = 100;
const LEAST_RSA_BYTES: usize = 2048 / 8;

/// The keys of one issuer, as read at one moment.
#[derive(Debug)]
pub(in super::super) struct KeySet(Vec<PublicKey>);

/// One key of an issuer, and what it may be used for.
#[derive(Debug)]
pub(in super::super) struct PublicKey {
    kid: String,
    kind: Kind,
    only_for: Option<KeyAlgorithm>,
    may_verify: bool,
    decoding: Option<DecodingKey>,
}

/// What a key can verify. A shared secret (`oct`) is among `Other`: it never verifies anything here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Rsa,
    P256,
    Other,
}

/// A text that is no key set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in super::super) enum KeySetError {
    #[error("holds no JSON object with `keys`")]
    NoKeySet,
    #[error("holds more than {MOST_KEYS} keys")]
    TooManyKeys,
}

#[derive(Deserialize)]
struct RawKeySet {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a key set. A key that cannot be read or has no name is passed over, as RFC 7517 (§5) asks.
    pub(in super::super) fn parse(json: &[u8]) -> Result<Self, KeySetError> {
        let raw: RawKeySet = serde_json::from_slice(json).map_err(|_| KeySetError::NoKeySet)?;
        if raw.keys.len() > MOST_KEYS {
            return Err(KeySetError::TooManyKeys);
        }
        let jwks = raw
            .keys
            .into_iter()
            .filter_map(|key| serde_json::from_value::<Jwk>(key).ok());
        Ok(Self(jwks.filter_map(|jwk| PublicKey::from_jwk(&jwk)).collect()))
    }

    /// The keys with this name; more than one where an issuer gives the same name to keys of different types.
    pub(in super::super) fn named<'a>(&'a self, kid: &'a str) -> impl Iterator<Item = &'a PublicKey> {
        self.0.iter().filter(move |key| key.kid == kid)
    }

    pub(in super::super) fn knows(&self, kid: &str) -> bool {
        self.named(kid).next().is_some()
    }

    /// Whether there is a key in it that could verify any token at all.
    pub(in super::super) fn is_usable(&self) -> bool {
        self.0
            .iter()
            .any(|key| key.kind != Kind::Other && key.may_verify && key.decoding.is_some())
    }
}

impl PublicKey {
    fn from_jwk(jwk: &Jwk) -> Option<Self> {
        let kind = kind_of(&jwk.algorithm);
        let decoding = (kind != Kind::Other)
            .then(|| DecodingKey::from_jwk(jwk).ok())
            .flatten();
        Some(Self {
            kid: jwk.common.key_id.clone()?,
            kind,
            only_for: jwk.common.key_algorithm,
            may_verify: may_verify(jwk),
            decoding,
        })
    }

    /// Whether a signature of this algorithm may be checked with this key: its type, use and own `alg` all
    /// agree.
    pub(in super::super) fn fits(&self, algorithm: Algorithm) -> bool {
        let has_type = match algorithm {
            Algorithm::RS256 | Algorithm::PS256 => self.kind == Kind::Rsa,
            Algorithm::ES256 => self.kind == Kind::P256,
            _ => false,
        };
        let is_meant = self
            .only_for
            .is_none_or(|only| only == KeyAlgorithm::from(algorithm));
        has_type && is_meant && self.may_verify && self.decoding.is_some()
    }

    /// Whether this key made the signature. Ask [`fits`](Self::fits) first; what does not fit verifies
    /// nothing.
    pub(in super::super) fn verifies(&self, algorithm: Algorithm, signed: &str, signature: &str) -> bool {
        self.fits(algorithm)
            && self.decoding.as_ref().is_some_and(|key| {
                jsonwebtoken::crypto::verify(signature, signed.as_bytes(), key, algorithm).unwrap_or(false)
            })
    }
}

fn kind_of(parameters: &AlgorithmParameters) -> Kind {
    match parameters {
        AlgorithmParameters::RSA(rsa) if is_long_enough(&rsa.n) => Kind::Rsa,
        AlgorithmParameters::EllipticCurve(ec) if ec.curve == EllipticCurve::P256 => Kind::P256,
        _ => Kind::Other,
    }
}

fn is_long_enough(modulus: &str) -> bool {
    URL_SAFE_NO_PAD
        .decode(modulus)
        .is_ok_and(|bytes| bytes.iter().skip_while(|byte| **byte == 0).count() >= LEAST_RSA_BYTES)
}

fn may_verify(jwk: &Jwk) -> bool {
    let is_for_signing = jwk
        .common
        .public_key_use
        .as_ref()
        .is_none_or(|r#use| *r#use == PublicKeyUse::Signature);
    let operations = jwk.common.key_operations.as_ref();
    is_for_signing && operations.is_none_or(|operations| operations.contains(&KeyOperations::Verify))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(keys: Value) -> KeySet {
        KeySet::parse(serde_json::json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    #[test]
    fn one_bad_key_does_not_spoil_the_set() {
        let good = crate::keys::SigningKey::generate().unwrap();
        let set = parse(
            serde_json::json!([{ "kty": "EC" }, 7, { "kty": "EC", "kid": "k1", "crv": "secp256k1" }, good.jwk()]),
        );
        assert!(set.knows(good.kid()) && set.is_usable());
        assert!(!set.named("k1").any(|key| key.fits(Algorithm::ES256)));
    }

    #[test]
    fn a_short_or_secret_key_verifies_nothing() {
        let n = URL_SAFE_NO_PAD.encode([0xff; 128]);
        let set = parse(serde_json::json!([
            { "kty": "RSA", "kid": "short", "n": n, "e": "AQAB" },
            { "kty": "oct", "kid": "secret", "k": "c2VjcmV0" },
        ]));
        assert!(set.knows("short") && set.knows("secret"));
        assert!(!set.is_usable());
    }

    #[test]
    fn a_key_is_used_for_what_it_says_only() {
        let mut jwk = crate::keys::SigningKey::generate().unwrap().jwk().clone();
        assert!(PublicKey::from_jwk(&jwk).unwrap().fits(Algorithm::ES256));
        jwk.common.public_key_use = Some(PublicKeyUse::Encryption);
        assert!(!PublicKey::from_jwk(&jwk).unwrap().fits(Algorithm::ES256));
        jwk.common.public_key_use = None;
        jwk.common.key_operations = Some(vec![KeyOperations::Sign]);
        assert!(!PublicKey::from_jwk(&jwk).unwrap().fits(Algorithm::ES256));
        jwk.common.key_operations = Some(vec![KeyOperations::Verify]);
        jwk.common.key_algorithm = Some(KeyAlgorithm::ES384);
        assert!(!PublicKey::from_jwk(&jwk).unwrap().fits(Algorithm::ES256));
    }

    #[test]
    fn what_is_no_key_set_is_an_error() {
        assert_eq!(KeySet::parse(b"{}").unwrap_err(), KeySetError::NoKeySet);
        assert_eq!(KeySet::parse(b"<html>").unwrap_err(), KeySetError::NoKeySet);
        let many = serde_json::json!({ "keys": vec![0; 101] }).to_string();
        assert_eq!(
            KeySet::parse(many.as_bytes()).unwrap_err(),
            KeySetError::TooManyKeys
        );
    }
}
