//! A token issuer in a box: for the demo and for tests. It signs real tokens with a real key; what makes it
//! no identity provider is that it asks nobody for a password.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use chrono::TimeDelta;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{KeyError, SigningKey, write_jwks};
use crate::{
    clock::Clock,
    domain::{Doel, PartijId, Rol},
};

/// Issues tokens as the identity provider of a party would.
#[derive(Clone, Debug)]
pub struct TokenIssuer {
    /// What it signs with.
    pub key: SigningKey,
    /// Its name (`iss`).
    pub issuer: String,
    /// For whom its tokens are (`aud`).
    pub audience: String,
    /// The time at which they are issued.
    pub clock: Arc<dyn Clock>,
}

/// What a token says of a person.
#[derive(Clone, Debug)]
pub struct TokenClaims {
    /// The party.
    pub partij: PartijId,
    /// The roles.
    pub rollen: BTreeSet<Rol>,
    /// The team, where the person has one.
    pub team: Option<String>,
    /// The person's id at the party (`sub`).
    pub gebruiker: String,
    /// The client (`azp`).
    pub client: String,
    /// The purposes.
    pub doelen: BTreeSet<Doel>,
    /// How long it is valid.
    pub lifetime: TimeDelta,
}

impl TokenIssuer {
    /// Issues one token, valid from now.
    ///
    /// # Errors
    /// [`KeyError::Unsigned`] when the library fails.
    pub fn issue(&self, claims: &TokenClaims) -> Result<String, KeyError> {
        Ok(self.key.sign(&self.claims(claims))?.expose_secret().to_owned())
    }

    /// The claims of such a token: a test changes one and signs them with [`SigningKey::sign`].
    pub fn claims(&self, claims: &TokenClaims) -> Value {
        let now = self.clock.now().timestamp();
        let mut token = json!({
            "iss": self.issuer, "aud": self.audience, "jti": Uuid::new_v4(),
            "iat": now, "nbf": now, "exp": now.saturating_add(claims.lifetime.num_seconds()),
            "sub": claims.gebruiker, "azp": claims.client,
            "partij": claims.partij, "rollen": claims.rollen, "doelen": claims.doelen,
        });
        if let (Some(team), Value::Object(members)) = (&claims.team, &mut token) {
            members.insert("team".to_owned(), json!(team));
        }
        token
    }

    /// Writes its key set, for [`JwksSource::File`](crate::request::authenticate::JwksSource::File).
    ///
    /// # Errors
    /// [`KeyError::Unwritable`] when the file cannot be written.
    pub fn write_jwks(&self, path: &Path) -> Result<(), KeyError> {
        write_jwks(path, [&self.key])
    }
}
