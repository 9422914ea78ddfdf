use std::{collections::HashMap, sync::Arc};

use axum::http::{HeaderMap, Uri};
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;

use super::{
    caller::Caller,
    claims::{Claims, TimeRules},
    config::{AuthConfig, IssuerConfig, IssuerKind},
    config_check::AuthConfigError,
    credentials::Credentials,
    identity,
    jwks::{CachePace, KeyCache},
    refusal::Refusal,
    subject::{PepProof, SubgraphProof},
    token::UnverifiedToken,
};
use crate::{clock::Clock, federation::SubgraphName, http::Problem};

/// Lets in who can show a token of a configured issuer, and tells who that is.
#[derive(Debug)]
pub struct Authenticator {
    audience: String,
    pub(super) longest_token: usize,
    pub(super) times: TimeRules,
    pub(super) issuers: HashMap<String, Issuer>,
    pub(super) clock: Arc<dyn Clock>,
}

#[derive(Debug)]
pub(super) struct Issuer {
    pub(super) config: IssuerConfig,
    pub(super) keys: KeyCache,
}

/// Who has been let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authenticated {
    /// A person or client, with a token of its own.
    Caller(Caller),
    /// A person or client, whom the hub has let in and passes on.
    ViaHub(Caller),
    /// The hub itself, on nobody's behalf.
    Hub,
    /// A subgraph that asks the register.
    Subgraph(SubgraphProof),
    /// Somebody else's enforcement point, which asks the register.
    Pep(PepProof),
}

/// Who has been let in, and until when: a stream ends with the token that opened it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Who.
    pub who: Authenticated,
    /// Until when (UTC, exclusive).
    pub until: DateTime<Utc>,
}

impl Authenticator {
    /// Prepares for the issuers of the configuration. Key files are read at once, key addresses when first
    /// needed.
    ///
    /// # Errors
    /// [`AuthConfigError`] with every fault; there is no configuration under which everybody is let in.
    pub fn new(config: AuthConfig, clock: Arc<dyn Clock>) -> Result<Self, AuthConfigError> {
        config.check()?;
        let seconds = |seconds: u32| TimeDelta::seconds(i64::from(seconds));
        let pace = CachePace {
            pause: seconds(config.jwks_pause_seconds),
            age: seconds(config.jwks_age_seconds),
            keep: seconds(config.jwks_keep_seconds),
        };
        let times = TimeRules {
            leeway: seconds(config.leeway_seconds),
            longest: seconds(config.max_lifetime_seconds),
        };
        let issuers = open_issuers(config.issuers, pace, clock.now())?;
        Ok(Self {
            audience: config.audience,
            longest_token: config.max_token_bytes,
            times,
            issuers,
            clock,
        })
    }

    /// The name of this process in tokens (`aud`).
    pub fn audience(&self) -> &str {
        &self.audience
    }

    /// Lets an HTTP request in.
    ///
    /// # Errors
    /// A [`Problem`] with a stable code when it is not let in.
    pub async fn authenticate(&self, headers: &HeaderMap, uri: &Uri) -> Result<Authenticated, Problem> {
        let credentials = Credentials::from_request(headers, uri)?;
        Ok(self.open_session(credentials).await?.who)
    }

    /// Lets something longer than a request in, such as a WebSocket.
    ///
    /// # Errors
    /// As [`Authenticator::authenticate`].
    pub async fn open_session(&self, credentials: Credentials<'_>) -> Result<Session, Problem> {
        self.identify(credentials).await.map_err(|refusal| {
            tracing::info!(code = refusal.code(), "a token was refused");
            refusal.into()
        })
    }

    /// Comes when a session ends.
    pub fn ended(&self, session_until: DateTime<Utc>) -> BoxFuture<'static, ()> {
        self.clock.reached(session_until)
    }

    async fn identify(&self, credentials: Credentials<'_>) -> Result<Session, Refusal> {
        let token = UnverifiedToken::read(credentials.token(), self.longest_token)?;
        let issuer = self
            .issuers
            .get(token.claimed_issuer()?)
            .ok_or(Refusal::IssuerUnknown)?;
        let now = self.clock.now();
        let keys = issuer.keys.find(token.kid(), now).await?;
        let kid = token.kid().to_owned();
        let claims = token.verify(keys.named(&kid))?;
        claims.check_audience(&self.audience)?;
        let until = claims.check_times(now, issuer.time_rules(self.times))?;
        claims.text("jti")?;
        let who = issuer.read(&claims, credentials.doel())?;
        Ok(Session { who, until })
    }
}

impl Issuer {
    fn time_rules(&self, rules: TimeRules) -> TimeRules {
        match self.config.kind {
            IssuerKind::Caller | IssuerKind::Pep => rules,
            IssuerKind::Hub | IssuerKind::Subgraph(_) => rules.for_our_own(),
        }
    }

    fn read(&self, claims: &Claims, doel: Option<&str>) -> Result<Authenticated, Refusal> {
        match self.config.kind {
            IssuerKind::Caller => identity::caller(claims, &self.config, doel).map(Authenticated::Caller),
            IssuerKind::Hub if self.speaks_for_itself(claims) => Ok(Authenticated::Hub),
            IssuerKind::Hub => {
                identity::caller_via_hub(claims, &self.config, doel).map(Authenticated::ViaHub)
            }
            IssuerKind::Pep => self.read_pep(claims).map(Authenticated::Pep),
            IssuerKind::Subgraph(name) => self.read_subgraph(claims, name).map(Authenticated::Subgraph),
        }
    }

    /// A token that names the issuer as its own subject and client, and nobody for whom it acts.
    fn speaks_for_itself(&self, claims: &Claims) -> bool {
        let names_issuer =
            |claim| matches!(claims.find_text(claim), Ok(Some(text)) if text == self.config.issuer);
        names_issuer("sub") && names_issuer("azp") && !claims.has("act")
    }

    fn read_pep(&self, claims: &Claims) -> Result<PepProof, Refusal> {
        let client = claims.text("azp")?;
        let cap = self.config.clients.iter().find(|cap| cap.azp == client);
        let cap = cap.ok_or(Refusal::ClientUnknown)?;
        Ok(PepProof::new(&self.config.issuer, cap))
    }

    fn read_subgraph(&self, claims: &Claims, name: SubgraphName) -> Result<SubgraphProof, Refusal> {
        if claims.text("azp")? != name.word() {
            return Err(Refusal::ClientUnknown);
        }
        Ok(SubgraphProof::new(name, &self.config))
    }
}

fn open_issuers(
    configs: Vec<IssuerConfig>,
    pace: CachePace,
    now: DateTime<Utc>,
) -> Result<HashMap<String, Issuer>, AuthConfigError> {
    let mut issuers = HashMap::new();
    let mut faults = Vec::new();
    for config in configs {
        match KeyCache::open(&config.issuer, &config.jwks, pace, now) {
            Ok(keys) => {
                issuers.insert(config.issuer.clone(), Issuer { config, keys });
            }
            Err(fault) => faults.push(format!("issuer `{}` {fault}", config.issuer)),
        }
    }
    if faults.is_empty() {
        Ok(issuers)
    } else {
        Err(AuthConfigError(faults))
    }
}
