use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use secrecy::SecretString;
use serde::Serialize;
use uuid::Uuid;

use super::Caller;
use crate::{
    clock::Clock,
    domain::{Doel, PartijId, Rol},
    federation::{MintError, MintToken, SubgraphName},
    keys::{KeyError, SigningKey},
    request::RequestContext,
};

/// The longest that a token between our own processes may last, in seconds.
const LIFETIME: i64 = 60;

/// Mints the tokens with which the hub passes a caller on to a subgraph elsewhere (RFC 8693): good for that
/// subgraph only and for a minute only, so that it cannot be replayed at the hub.
#[derive(Clone, Debug)]
pub struct HubTokens(Mint);

/// Mints for each remote subgraph under the audience that is configured for it.
#[derive(Clone, Debug)]
pub struct RemoteTokens {
    tokens: HubTokens,
    audiences: BTreeMap<SubgraphName, String>,
}

/// Mints the tokens with which a subgraph shows the register which subgraph it is.
#[derive(Clone, Debug)]
pub struct SubgraphTokens {
    mint: Mint,
    subgraph: SubgraphName,
}

#[derive(Clone, Debug)]
struct Mint {
    key: SigningKey,
    issuer: String,
    clock: Arc<dyn Clock>,
}

#[derive(Serialize)]
struct Envelope<'a, T> {
    iss: &'a str,
    aud: &'a str,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
    #[serde(flatten)]
    says: T,
}

#[derive(Serialize)]
struct OnBehalf<'a> {
    sub: &'a str,
    azp: &'a str,
    partij: &'a PartijId,
    rollen: &'a BTreeSet<Rol>,
    #[serde(skip_serializing_if = "Option::is_none")]
    team: Option<&'a str>,
    doelen: &'a BTreeSet<Doel>,
    doel: Doel,
    orig_iss: &'a str,
    act: Actor<'a>,
}

#[derive(Serialize)]
struct Actor<'a> {
    sub: &'a str,
}

#[derive(Serialize)]
struct OfItself<'a> {
    sub: &'a str,
    azp: &'a str,
}

impl HubTokens {
    /// Mints under the hub's name (`iss`), which the subgraph must have as an issuer of kind `hub`.
    pub fn new(key: SigningKey, issuer: impl Into<String>, clock: Arc<dyn Clock>) -> Self {
        Self(Mint {
            key,
            issuer: issuer.into(),
            clock,
        })
    }

    /// Mints a token for the caller of this request, good at this subgraph (its `audience`) only.
    ///
    /// # Errors
    /// [`KeyError::Unsigned`] when the library fails.
    pub fn mint(&self, context: &RequestContext, audience: &str) -> Result<SecretString, KeyError> {
        self.mint_for(&context.caller, audience)
    }

    /// Mints a token for a caller, good at this process (its `audience`) only.
    ///
    /// # Errors
    /// [`KeyError::Unsigned`] when the library fails.
    pub fn mint_for(&self, caller: &Caller, audience: &str) -> Result<SecretString, KeyError> {
        self.0.sign(
            audience,
            OnBehalf {
                sub: caller.gebruiker(),
                azp: caller.client(),
                partij: caller.partij(),
                rollen: caller.rollen(),
                team: caller.team(),
                doelen: caller.doelen(),
                doel: caller.doel(),
                orig_iss: caller.issuer(),
                act: Actor { sub: &self.0.issuer },
            },
        )
    }

    /// Mints a token for the hub itself, on nobody's behalf: with it the register tells what changed, and of
    /// nobody what may be seen.
    ///
    /// # Errors
    /// [`KeyError::Unsigned`] when the library fails.
    pub fn mint_own(&self, audience: &str) -> Result<SecretString, KeyError> {
        let name = self.0.issuer.as_str();
        self.0.sign(audience, OfItself { sub: name, azp: name })
    }
}

impl RemoteTokens {
    /// Mints for these subgraphs; for another one no token is made.
    pub fn new(tokens: HubTokens, audiences: BTreeMap<SubgraphName, String>) -> Self {
        Self { tokens, audiences }
    }
}

impl MintToken for RemoteTokens {
    fn mint(&self, context: &RequestContext, subgraph: SubgraphName) -> Result<SecretString, MintError> {
        let audience = self.audiences.get(&subgraph).ok_or(MintError)?;
        self.tokens.mint(context, audience).map_err(|error| {
            tracing::error!(%subgraph, %error, "no token could be made for a remote subgraph");
            MintError
        })
    }
}

impl SubgraphTokens {
    /// Mints under the name of a subgraph's process (`iss`), which the register must have as an issuer of
    /// that kind.
    pub fn new(
        key: SigningKey,
        issuer: impl Into<String>,
        subgraph: SubgraphName,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self {
            mint: Mint {
                key,
                issuer: issuer.into(),
                clock,
            },
            subgraph,
        }
    }

    /// Mints a token for the subgraph itself, good at this register (its `audience`) only.
    ///
    /// # Errors
    /// [`KeyError::Unsigned`] when the library fails.
    pub fn mint(&self, audience: &str) -> Result<SecretString, KeyError> {
        let name = self.subgraph.word();
        self.mint.sign(audience, OfItself { sub: name, azp: name })
    }
}

impl Mint {
    fn sign(&self, audience: &str, says: impl Serialize) -> Result<SecretString, KeyError> {
        let now = self.clock.now().timestamp();
        let exp = now.saturating_add(LIFETIME);
        let jti = Uuid::new_v4();
        self.key.sign(&Envelope {
            iss: &self.issuer,
            aud: audience,
            iat: now,
            nbf: now,
            exp,
            jti,
            says,
        })
    }
}
