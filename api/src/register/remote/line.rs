use std::time::Duration;

use reqwest::{
    RequestBuilder, Response, StatusCode,
    header::{AUTHORIZATION, HeaderValue, IF_NONE_MATCH},
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::RegisterTokens;
use crate::{
    federation::read_within,
    register::{HEARTBEAT, RegisterError, wire},
    request::{TraceId, authenticate::Caller},
};

/// Within which bounds a register elsewhere is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RegisterLimits {
    /// How long one question may take: well below the time of a subgraph, which asks several.
    pub time: Duration,
    /// How long naming the residents of records may take: an import names many at once, and the register
    /// writes.
    pub resolve_time: Duration,
    /// How many bytes an answer may have.
    pub bytes: usize,
}

impl Default for RegisterLimits {
    fn default() -> Self {
        Self {
            time: Duration::from_millis(1500),
            resolve_time: Duration::from_secs(10),
            bytes: 16_000_000,
        }
    }
}

/// The line to the register's process.
pub(super) struct Line {
    pub(super) address: reqwest::Url,
    pub(super) audience: String,
    pub(super) client: reqwest::Client,
    pub(super) tokens: RegisterTokens,
    pub(super) limits: RegisterLimits,
}

/// Why there is no answer; for the log, and without a word of what was asked or answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unanswered {
    #[error("no token could be made")]
    NoToken,
    #[error("the request could not be made")]
    NotSent,
    #[error("not reached in time")]
    NotReached,
    #[error("status {0}")]
    Status(u16),
    #[error("the answer is too large or broke off")]
    NotRead,
    #[error("the answer is not what was asked")]
    Unreadable,
}

impl From<Unanswered> for RegisterError {
    fn from(why: Unanswered) -> Self {
        tracing::warn!(%why, "the register gave no answer");
        Self::unreachable(why)
    }
}

/// A refusal of which the code is known.
#[derive(Deserialize)]
struct Refusal {
    code: String,
}

impl Line {
    /// A token for a question on behalf of a caller.
    pub(super) fn token_for(&self, caller: &Caller) -> Result<SecretString, RegisterError> {
        let token = self.tokens.for_caller(caller, &self.audience);
        token.map_err(|_| Unanswered::NoToken.into())
    }

    /// A token for a question on nobody's behalf.
    pub(super) fn own_token(&self) -> Result<SecretString, RegisterError> {
        let token = self.tokens.own(&self.audience);
        token.map_err(|_| Unanswered::NoToken.into())
    }

    /// Asks a question.
    pub(super) async fn post<A: DeserializeOwned>(
        &self,
        path: &str,
        token: SecretString,
        question: &impl Serialize,
    ) -> Result<A, RegisterError> {
        let request = self.client.post(self.at(path)?).json(question);
        let time = match path {
            wire::INWONERS | wire::TRAJECTMELDINGEN => self.limits.resolve_time,
            wire::STAND => self.limits.time + HEARTBEAT,
            _ => self.limits.time,
        };
        let response = self.send(request.timeout(time), &token).await?;
        if response.status() == StatusCode::OK {
            return self.read(response).await;
        }
        Err(self.refusal(response).await)
    }

    /// Reads a document, unless it still is of the version that is known: then `None`.
    pub(super) async fn get_unless<A: DeserializeOwned>(
        &self,
        path: &str,
        known: Option<i64>,
    ) -> Result<Option<A>, RegisterError> {
        let mut request = self.client.get(self.at(path)?).timeout(self.limits.time);
        if let Some(version) = known {
            request = request.header(IF_NONE_MATCH, format!("\"{version}\""));
        }
        let response = self.send(request, &self.own_token()?).await?;
        match response.status() {
            StatusCode::OK => self.read(response).await.map(Some),
            StatusCode::NOT_MODIFIED => Ok(None),
            status => Err(Unanswered::Status(status.as_u16()).into()),
        }
    }

    fn at(&self, path: &str) -> Result<reqwest::Url, Unanswered> {
        self.address.join(path).map_err(|_| Unanswered::NotSent)
    }

    async fn send(&self, request: RequestBuilder, token: &SecretString) -> Result<Response, Unanswered> {
        let bearer = format!("Bearer {}", token.expose_secret());
        let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| Unanswered::NotSent)?;
        bearer.set_sensitive(true);
        // The NLGov profile of AuthZEN asks for a name of each request; the register gives it back.
        let name = uuid::Uuid::new_v4().to_string();
        let mut request = request.header(AUTHORIZATION, bearer).header("X-Request-ID", name);
        if let Some(trace) = TraceId::carried() {
            request = request.header("traceparent", trace.to_traceparent());
        }
        request.send().await.map_err(|_| Unanswered::NotReached)
    }

    async fn read<A: DeserializeOwned>(&self, response: Response) -> Result<A, RegisterError> {
        let bytes = read_within(response, self.limits.bytes).await;
        let bytes = bytes.map_err(|_| Unanswered::NotRead)?;
        serde_json::from_slice(&bytes).map_err(|_| Unanswered::Unreadable.into())
    }

    async fn refusal(&self, response: Response) -> RegisterError {
        let status = response.status();
        let refusal = self.read::<Refusal>(response).await;
        match (status, refusal.as_ref().map(|refusal| refusal.code.as_str())) {
            (StatusCode::FORBIDDEN, Ok("BSN_NIET_GERECHTIGD")) => RegisterError::NotBsnGerechtigd,
            (StatusCode::TOO_MANY_REQUESTS, Ok("TE_VEEL_ZOEKVRAGEN")) => RegisterError::TooManyLookups,
            _ => Unanswered::Status(status.as_u16()).into(),
        }
    }
}
