use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::Algorithm;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use super::{claims::Claims, jwks::PublicKey, refusal::Refusal};

/// A token that has been taken apart, of which nothing is believed yet.
pub(super) struct UnverifiedToken<'a> {
    signed: &'a str,
    signature: &'a str,
    algorithm: Algorithm,
    kid: String,
    claims: Claims,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<Value>,
}

impl<'a> UnverifiedToken<'a> {
    /// Takes a token apart, as far as its header is allowed by the NL GOV OAuth profile.
    pub(super) fn read(text: &'a str, longest: usize) -> Result<Self, Refusal> {
        if text.len() > longest {
            return Err(Refusal::TokenTooLong);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(Refusal::TokenUnreadable)?;
        let (header, claims) = signed.split_once('.').ok_or(Refusal::TokenUnreadable)?;
        let header: Header = decode(header)?;
        let algorithm = header.allowed_algorithm()?;
        let kid = header
            .kid
            .filter(|kid| !kid.is_empty())
            .ok_or(Refusal::KeyNotNamed)?;
        let claims = Claims::new(decode::<Map<String, Value>>(claims)?);
        Ok(Self {
            signed,
            signature,
            algorithm,
            kid,
            claims,
        })
    }

    /// The key that it says to be signed with.
    pub(super) fn kid(&self) -> &str {
        &self.kid
    }

    /// The issuer that it says to come from: good for choosing whose keys to try, for nothing else.
    pub(super) fn claimed_issuer(&self) -> Result<&str, Refusal> {
        self.claims.text("iss")
    }

    /// Gives the claims away once one of these keys shows that the issuer signed them.
    pub(super) fn verify<'k>(self, keys: impl Iterator<Item = &'k PublicKey>) -> Result<Claims, Refusal> {
        let mut fitting = keys.filter(|key| key.fits(self.algorithm)).peekable();
        if fitting.peek().is_none() {
            return Err(Refusal::KeyOfOtherType);
        }
        let is_signed_by = |key: &PublicKey| key.verifies(self.algorithm, self.signed, self.signature);
        if fitting.any(is_signed_by) {
            Ok(self.claims)
        } else {
            Err(Refusal::SignatureWrong)
        }
    }
}

impl Header {
    fn allowed_algorithm(&self) -> Result<Algorithm, Refusal> {
        let algorithm = match self.alg.as_str() {
            "RS256" => Algorithm::RS256,
            "PS256" => Algorithm::PS256,
            "ES256" => Algorithm::ES256,
            none if none.eq_ignore_ascii_case("none") => return Err(Refusal::NotSigned),
            _ => return Err(Refusal::AlgorithmNotAllowed),
        };
        if self.crit.is_some() {
            return Err(Refusal::CriticalHeader);
        }
        let is_access_token = |typ: &str| {
            ["jwt", "at+jwt", "application/at+jwt"]
                .iter()
                .any(|allowed| typ.eq_ignore_ascii_case(allowed))
        };
        if self.typ.as_deref().is_none_or(is_access_token) {
            Ok(algorithm)
        } else {
            Err(Refusal::TypeNotAllowed)
        }
    }
}

fn decode<T: DeserializeOwned>(part: &str) -> Result<T, Refusal> {
    let json = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| Refusal::TokenUnreadable)?;
    serde_json::from_slice(&json).map_err(|_| Refusal::TokenUnreadable)
}
