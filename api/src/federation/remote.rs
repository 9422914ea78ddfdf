mod stream;

pub(crate) use stream::{HEARTBEAT, STREAM_ID};

use std::{sync::Arc, time::Duration};

use async_graphql::{ErrorExtensionValues, PathSegment, ServerError, Value};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;

use super::{
    Subgraph, SubgraphName, SubgraphRequest, SubgraphResponse, SubgraphStream, Verantwoording,
    execute::unreachable,
};
use crate::request::RequestContext;

/// Makes the short-lived token that a remote subgraph gets from the hub: its own audience, the caller's claims
/// (RFC 8693), so that a party never holds a token that works elsewhere.
pub trait MintToken: Send + Sync {
    /// Makes one for this caller and this subgraph.
    ///
    /// # Errors
    /// [`MintError`] when no token can be made: then nothing is asked.
    fn mint(&self, context: &RequestContext, audience: SubgraphName) -> Result<SecretString, MintError>;
}

/// No token could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no token could be made")]
pub struct MintError;

/// How a remote subgraph is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteLimits {
    /// How long one call may take.
    pub time: Duration,
    /// How many bytes an answer may have.
    pub bytes: usize,
    /// How often a stream is shown a new token: well within the minute for which one holds.
    pub renewal: Duration,
    /// How long a stream may be silent before it is taken for lost.
    pub silence: Duration,
}

impl Default for RemoteLimits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(5),
            bytes: 10_000_000,
            renewal: Duration::from_secs(20),
            silence: Duration::from_secs(15),
        }
    }
}

/// A subgraph in another process.
#[derive(Clone)]
pub struct RemoteSubgraph {
    name: SubgraphName,
    url: reqwest::Url,
    client: reqwest::Client,
    tokens: Arc<dyn MintToken>,
    limits: RemoteLimits,
}

/// Makes the one HTTP client of the process: no redirects, which would carry a token elsewhere, and no proxy from
/// the environment.
///
/// # Errors
/// When the TLS of the platform cannot be set up.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where HTTP clients are made"
)]
pub fn http_client(time: Duration) -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .connect_timeout(time.min(Duration::from_secs(3)))
        .timeout(time)
        .build()
}

/// Why a body was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It broke off, or took too long.
    Broken,
    /// It is longer than allowed.
    TooLarge,
}

/// Reads the body of another process's answer, never more of it than so many bytes.
pub(crate) async fn read_within(mut response: reqwest::Response, most: usize) -> Result<Vec<u8>, Unread> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|_| Unread::Broken)? {
        if bytes.len() + chunk.len() > most {
            return Err(Unread::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

impl RemoteSubgraph {
    /// A subgraph at this address.
    pub fn new(
        name: SubgraphName,
        url: reqwest::Url,
        client: reqwest::Client,
        tokens: Arc<dyn MintToken>,
        limits: RemoteLimits,
    ) -> Self {
        Self {
            name,
            url,
            client,
            tokens,
            limits,
        }
    }

    async fn ask(&self, request: &SubgraphRequest) -> Result<SubgraphResponse, Unanswered> {
        let headers = self.headers(&request.context)?;
        let body = body(request)?;
        let sent = self
            .client
            .post(self.url.clone())
            .timeout(self.limits.time)
            .headers(headers)
            .body(body);
        let response = sent.send().await.map_err(|_| Unanswered::NotReached)?;
        if response.status() != reqwest::StatusCode::OK {
            return Err(Unanswered::Status(response.status().as_u16()));
        }
        let bytes = read_within(response, self.limits.bytes).await?;
        let answer: WireAnswer = serde_json::from_slice(&bytes).map_err(|_| Unanswered::Unreadable)?;
        answer.into_response().ok_or(Unanswered::Unreadable)
    }

    fn headers(&self, context: &RequestContext) -> Result<HeaderMap, Unanswered> {
        let token = self
            .tokens
            .mint(context, self.name)
            .map_err(|_| Unanswered::NoToken)?;
        let value = |text: &str| HeaderValue::from_str(text).map_err(|_| Unanswered::NotSent);
        let mut bearer = value(&format!("Bearer {}", token.expose_secret()))?;
        bearer.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, bearer);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(
            ACCEPT,
            HeaderValue::from_static("application/graphql-response+json, application/json"),
        );
        headers.insert("doel", value(context.caller.doel().word())?);
        headers.insert("traceparent", value(&context.trace_id.to_traceparent())?);
        if let Some(version) = context.minimale_registerversie {
            headers.insert("minimale-registerversie", HeaderValue::from(version));
        }
        Ok(headers)
    }
}

fn body(request: &SubgraphRequest) -> Result<Vec<u8>, Unanswered> {
    serde_json::to_vec(&serde_json::json!({
        "query": request.text,
        "operationName": request.operation_name,
        "variables": request.variables,
    }))
    .map_err(|_| Unanswered::NotSent)
}

#[async_trait::async_trait]
impl Subgraph for RemoteSubgraph {
    async fn execute(&self, request: SubgraphRequest) -> SubgraphResponse {
        self.ask(&request).await.unwrap_or_else(|reason| {
            tracing::warn!(subgraph = self.name.word(), %reason, "remote subgraph gave no answer");
            unreachable(self.name)
        })
    }

    fn subscribe(&self, request: SubgraphRequest) -> SubgraphStream {
        self.follow(request)
    }
}

/// Why there is no answer; for the log, and without a word of what was asked or answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
enum Unanswered {
    #[error("no token")]
    NoToken,
    #[error("the request could not be made")]
    NotSent,
    #[error("not reached in time")]
    NotReached,
    #[error("status {0}")]
    Status(u16),
    #[error("the answer is too large")]
    TooLarge,
    #[error("the answer is no GraphQL response")]
    Unreadable,
}

impl From<Unread> for Unanswered {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Broken => Self::NotReached,
            Unread::TooLarge => Self::TooLarge,
        }
    }
}

#[derive(Deserialize)]
struct WireAnswer {
    #[serde(default)]
    data: Option<Value>,
    #[serde(default)]
    errors: Option<Vec<WireError>>,
    #[serde(default)]
    extensions: Option<WireExtensions>,
}

#[derive(Deserialize)]
struct WireError {
    message: String,
    #[serde(default)]
    path: Option<Vec<PathSegment>>,
    #[serde(default)]
    extensions: Option<ErrorExtensionValues>,
}

#[derive(Deserialize)]
struct WireExtensions {
    #[serde(default)]
    verantwoording: Option<Verantwoording>,
}

impl WireAnswer {
    /// `None` for an answer with neither data nor errors, which is no answer.
    fn into_response(self) -> Option<SubgraphResponse> {
        let errors: Vec<ServerError> = self
            .errors
            .unwrap_or_default()
            .into_iter()
            .map(Into::into)
            .collect();
        if self.data.is_none() && errors.is_empty() {
            return None;
        }
        Some(SubgraphResponse {
            data: self.data.unwrap_or_default(),
            errors,
            verantwoording: self.extensions.and_then(|extensions| extensions.verantwoording),
        })
    }
}

impl From<WireError> for ServerError {
    fn from(wire: WireError) -> Self {
        let mut error = Self::new(wire.message, None).with_path(wire.path.unwrap_or_default());
        error.extensions = wire.extensions;
        error
    }
}

#[cfg(test)]
mod stream_tests;
#[cfg(test)]
mod tests;
