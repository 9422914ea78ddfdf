use std::sync::Arc;

use chrono::TimeDelta;
use secrecy::ExposeSecret;
use serde_json::json;

use crate::{
    clock::Clock,
    domain::{Doel, Rol},
    keys::{KeyError, SigningKey},
};

/// Signs somebody of the demo in, without asking who it is. It makes a real ID token with the demo's key, which goes the
/// same way as any other; only `schakel demo` has one of these.
#[derive(Debug)]
pub(crate) struct DemoSignIn {
    /// The demo's issuer, whose key signs.
    pub(crate) issuer: String,
    /// The client as which the console is known.
    pub(crate) client: String,
    /// Its key.
    pub(crate) key: SigningKey,
    /// The people to choose from.
    pub(crate) people: Vec<DemoPerson>,
    /// The time.
    pub(crate) clock: Arc<dyn Clock>,
}

/// Somebody of the demo.
#[derive(Clone, Debug)]
pub(crate) struct DemoPerson {
    /// The user id.
    pub(crate) gebruiker: &'static str,
    /// The name on the page.
    pub(crate) naam: &'static str,
    /// The party.
    pub(crate) partij: &'static str,
    /// The roles.
    pub(crate) rollen: Vec<Rol>,
    /// The purposes.
    pub(crate) doelen: Vec<Doel>,
}

const LIFETIME: TimeDelta = TimeDelta::minutes(5);

impl DemoSignIn {
    pub(super) fn find(&self, gebruiker: &str) -> Option<&DemoPerson> {
        self.people.iter().find(|person| person.gebruiker == gebruiker)
    }

    pub(super) fn id_token(&self, person: &DemoPerson, nonce: &str) -> Result<String, KeyError> {
        let now = self.clock.now();
        let claims = json!({
            "iss": self.issuer, "aud": self.client, "sub": person.gebruiker, "nonce": nonce,
            "iat": now.timestamp(), "nbf": now.timestamp(), "exp": (now + LIFETIME).timestamp(),
            "partij": person.partij, "rollen": person.rollen, "doelen": person.doelen,
        });
        Ok(self.key.sign(&claims)?.expose_secret().to_owned())
    }
}
