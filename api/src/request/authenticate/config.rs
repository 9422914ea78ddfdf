use std::{collections::BTreeSet, path::PathBuf};

use serde::Deserialize;

use crate::{
    domain::{Doel, Gegevensgroep, PartijId, Rol},
    federation::SubgraphName,
};

/// Whose tokens are accepted, and what each issuer and client may assert with them.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthConfig {
    /// Our own name: what `aud` of every token must contain.
    pub audience: String,
    /// The issuers whose tokens are accepted; at least one.
    pub issuers: Vec<IssuerConfig>,
    /// How far the clocks of issuers may differ from ours, in seconds (at most 300).
    #[serde(default = "default_leeway")]
    pub leeway_seconds: u32,
    /// The longest token that is looked at, in bytes.
    #[serde(default = "default_token_bytes")]
    pub max_token_bytes: usize,
    /// The longest time between `iat` and `exp` of a caller's token, in seconds. Tokens of a hub or subgraph
    /// may last 60 seconds, whatever stands here.
    #[serde(default = "default_lifetime")]
    pub max_lifetime_seconds: u32,
    /// How long after a reading of a key set an unknown `kid` does not cause another one, in seconds.
    #[serde(default = "default_jwks_pause")]
    pub jwks_pause_seconds: u32,
    /// After how long a key set is read again, so that a withdrawn key stops counting, in seconds.
    #[serde(default = "default_jwks_age")]
    pub jwks_age_seconds: u32,
    /// How long a key set that can't be read again goes on being used, in seconds: an issuer that is down for a moment locks nobody
    /// out, and one that withdraws a stolen key is obeyed in the end.
    #[serde(default = "default_jwks_keep")]
    pub jwks_keep_seconds: u32,
}

/// One issuer of tokens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerConfig {
    /// Its name, exactly as in `iss`.
    pub issuer: String,
    /// Whom its tokens stand for: `"caller"` (default), `"hub"`, `"pep"` or `{ subgraph = "srw" }`.
    #[serde(default)]
    pub kind: IssuerKind,
    /// Where its public keys are: `{ file = "…" }` or `{ url = "https://…" }`.
    pub jwks: JwksSource,
    /// What its claims are called, where the names differ from ours.
    #[serde(default)]
    pub claims: ClaimMapping,
    /// Its clients, each with the most that it may assert. Required but for a subgraph.
    #[serde(default)]
    pub clients: Vec<ClientCap>,
    /// Of a subgraph, at the register: the parties whose records its process keeps. It speaks for no other. Of the signals: the
    /// parties whose signals it keeps; of the trajecten: the signaalpartners too whose early signals lie there.
    #[serde(default)]
    pub partijen: BTreeSet<PartijId>,
    /// Of the process of the trajecten, at the register: the parties besides whose lists of own residents it makes.
    #[serde(default)]
    pub caseloads: BTreeSet<PartijId>,
}

/// Whom the tokens of an issuer stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuerKind {
    /// People and systems of a party: an identity provider.
    #[default]
    Caller,
    /// Enforcement points of others, each a client, which ask the register for decisions about people whom they let in.
    Pep,
    /// The hub, which passes a caller on to a subgraph elsewhere (RFC 8693).
    Hub,
    /// This subgraph, which asks the register.
    Subgraph(SubgraphName),
}

/// Where the public keys of an issuer are read (RFC 7517).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JwksSource {
    /// A file, read at the start and again when a key is unknown.
    File(PathBuf),
    /// An `https` address (`http` on this machine only), fetched when first needed and again when a key is
    /// unknown.
    Url(String),
}

/// What an issuer calls the claims that make a caller. A name that begins with `/` is a JSON pointer into the
/// claims (`/realm_access/roles`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimMapping {
    /// The party (default `partij`).
    pub partij: String,
    /// The roles (default `rollen`).
    pub rollen: String,
    /// The team, which may be left out (default `team`).
    pub team: String,
    /// The user's id at its party (default `sub`).
    pub gebruiker: String,
    /// The purposes (default `doelen`).
    pub doelen: String,
}

/// The most that a client may assert. A token that asserts more is refused whole.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientCap {
    /// The client's id (`azp`). `*` stands for every client, which only a hub may vouch for.
    pub azp: String,
    /// The parties that it may name.
    pub partijen: BTreeSet<PartijId>,
    /// The roles that it may name.
    pub rollen: BTreeSet<Rol>,
    /// The purposes that it may name.
    pub doelen: BTreeSet<Doel>,
    /// Of a client of kind `pep`: the groups that it may ask about.
    #[serde(default)]
    pub groepen: BTreeSet<Gegevensgroep>,
}

impl ClientCap {
    /// The `azp` that stands for every client.
    pub const ANY_CLIENT: &'static str = "*";
}

impl Default for ClaimMapping {
    fn default() -> Self {
        let [partij, rollen, team, gebruiker, doelen] =
            ["partij", "rollen", "team", "sub", "doelen"].map(str::to_owned);
        Self {
            partij,
            rollen,
            team,
            gebruiker,
            doelen,
        }
    }
}

fn default_leeway() -> u32 {
    30
}

fn default_token_bytes() -> usize {
    8192
}

fn default_lifetime() -> u32 {
    3600
}

fn default_jwks_pause() -> u32 {
    30
}

fn default_jwks_age() -> u32 {
    600
}

fn default_jwks_keep() -> u32 {
    86_400
}
