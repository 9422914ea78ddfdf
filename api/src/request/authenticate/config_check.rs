use std::collections::BTreeSet;

use super::{
    config::{AuthConfig, ClaimMapping, ClientCap, IssuerConfig, IssuerKind, JwksSource},
    jwks,
};
use crate::federation::SubgraphName;

const LONGEST_LEEWAY: u32 = 300;
const LONGEST_TOKEN: usize = 64 * 1024;

/// Everything that is wrong with the configuration of tokens, all at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct AuthConfigError(pub Vec<String>);

impl AuthConfig {
    /// Checks what can be checked without asking an issuer.
    ///
    /// # Errors
    /// [`AuthConfigError`] with every fault.
    pub fn check(&self) -> Result<(), AuthConfigError> {
        let mut faults = self.own_faults();
        let mut names = BTreeSet::new();
        for issuer in &self.issuers {
            if !names.insert(&issuer.issuer) {
                faults.push(format!("issuer `{}` stands there twice", issuer.issuer));
            }
            faults.extend(
                issuer
                    .faults()
                    .into_iter()
                    .map(|fault| format!("issuer `{}` {fault}", issuer.issuer)),
            );
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(AuthConfigError(faults))
        }
    }

    fn own_faults(&self) -> Vec<String> {
        let longest_token = format!("`max_token_bytes` lies between 1 and {LONGEST_TOKEN}");
        [
            (
                self.audience.trim().is_empty(),
                "`audience` is empty, so that no token could be meant for us",
            ),
            (
                self.issuers.is_empty(),
                "no issuer is configured, so that nobody could sign in",
            ),
            (
                self.leeway_seconds > LONGEST_LEEWAY,
                "`leeway_seconds` is more than 300",
            ),
            (
                !(1..=LONGEST_TOKEN).contains(&self.max_token_bytes),
                longest_token.as_str(),
            ),
            (
                self.max_lifetime_seconds == 0,
                "`max_lifetime_seconds` is 0, so that every token would be refused",
            ),
            (
                self.jwks_pause_seconds == 0,
                "`jwks_pause_seconds` is 0, so that anyone could make us fetch keys",
            ),
            (
                self.jwks_age_seconds < self.jwks_pause_seconds,
                "`jwks_age_seconds` is less than `jwks_pause_seconds`",
            ),
            (
                self.jwks_keep_seconds <= self.jwks_age_seconds,
                "`jwks_keep_seconds` is not more than `jwks_age_seconds`",
            ),
        ]
        .into_iter()
        .filter(|(is_fault, _)| *is_fault)
        .map(|(_, fault)| fault.to_owned())
        .collect()
    }
}

impl IssuerConfig {
    fn faults(&self) -> Vec<String> {
        let mut faults = self.client_faults();
        if self.issuer.trim().is_empty() {
            faults.push("has no name".to_owned());
        }
        if self.kind != IssuerKind::Caller && self.claims != ClaimMapping::default() {
            faults.push("renames claims, which only an issuer of callers can".to_owned());
        }
        if self.claims.names().iter().any(|name| name.is_empty()) {
            faults.push("has a claim without a name".to_owned());
        }
        let is_subgraph = matches!(self.kind, IssuerKind::Subgraph(_));
        if !is_subgraph && !self.partijen.is_empty() {
            faults.push("names `partijen` whose records it keeps, which only a subgraph does".to_owned());
        }
        let makes_caseloads = self.kind == IssuerKind::Subgraph(SubgraphName::Trajectbegeleiding);
        if !makes_caseloads && !self.caseloads.is_empty() {
            faults.push("names `caseloads`, which only `trajectbegeleiding` makes".to_owned());
        }
        if let JwksSource::Url(text) = &self.jwks {
            faults.extend(jwks::check_url(text).err());
        }
        faults
    }

    fn client_faults(&self) -> Vec<String> {
        match (self.kind, self.clients.is_empty()) {
            (IssuerKind::Subgraph(_), true) => return Vec::new(),
            (IssuerKind::Subgraph(_), false) => {
                return vec!["is a subgraph, which speaks for itself: it has no clients".to_owned()];
            }
            (_, true) => {
                return vec!["has no clients, so that every token of it would be refused".to_owned()];
            }
            (_, false) => {}
        }
        let mut names = BTreeSet::new();
        let doubles = self.clients.iter().filter(|cap| !names.insert(&cap.azp));
        let mut faults: Vec<String> = doubles
            .map(|cap| format!("has client `{}` more than once", cap.azp))
            .collect();
        faults.extend(self.clients.iter().flat_map(|cap| cap.faults(self.kind)));
        faults
    }
}

impl ClientCap {
    fn faults(&self, kind: IssuerKind) -> Vec<String> {
        let any_client = "vouches for every client (`*`), which only an issuer of kind `hub` may".to_owned();
        let empty = |name: &str| format!("has client `{}` with an empty cap on {name}", self.azp);
        [
            (
                self.azp.trim().is_empty(),
                "has a client without an `azp`".to_owned(),
            ),
            (
                self.azp == Self::ANY_CLIENT && kind != IssuerKind::Hub,
                any_client,
            ),
            (
                kind == IssuerKind::Pep && self.groepen.is_empty(),
                empty("groepen"),
            ),
            (
                kind != IssuerKind::Pep && !self.groepen.is_empty(),
                format!(
                    "has client `{}` with `groepen`, which only a `pep` asks about",
                    self.azp
                ),
            ),
            (self.partijen.is_empty(), empty("partijen")),
            (self.rollen.is_empty(), empty("rollen")),
            (self.doelen.is_empty(), empty("doelen")),
        ]
        .into_iter()
        .filter_map(|(is_fault, fault)| is_fault.then_some(fault))
        .collect()
    }
}

impl ClaimMapping {
    fn names(&self) -> [&str; 5] {
        [
            &self.partij,
            &self.rollen,
            &self.team,
            &self.gebruiker,
            &self.doelen,
        ]
    }
}
