use std::time::Duration;

use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header},
};
use futures::StreamExt;
use serde_json::Value;

use super::Problem;
use crate::{
    config::{HttpConfig, StreamsConfig},
    federation::GraphqlRequest,
};

/// The bounds of one request, and what is open beside GraphQL.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The largest body, in bytes.
    pub body_bytes: usize,
    /// The longest time, for taking in a request and for answering it each.
    pub time: Duration,
    /// Whether GraphiQL is served.
    pub graphiql: bool,
    /// The bounds of streams.
    pub streams: StreamsConfig,
}

impl From<&HttpConfig> for Bounds {
    fn from(config: &HttpConfig) -> Self {
        Self {
            body_bytes: config.body_bytes,
            time: Duration::from_secs(config.request_seconds),
            graphiql: config.graphiql,
            streams: config.streams,
        }
    }
}

fn refused(status: StatusCode, code: &'static str, detail: &'static str) -> Problem {
    Problem::new(status, code, detail)
}

/// Reads a GraphQL request out of a body, or says what is wrong with it; never what stood there.
pub(super) async fn read(headers: &HeaderMap, body: Body, bounds: Bounds) -> Result<GraphqlRequest, Problem> {
    let value = read_json(headers, body, bounds).await?;
    if value.is_array() {
        let detail = "Meer vragen in één verzoek worden niet aangenomen; stuur ze apart.";
        return Err(refused(StatusCode::BAD_REQUEST, "BATCH_NIET_TOEGESTAAN", detail));
    }
    serde_json::from_value(value).map_err(|_| {
        let detail = "Het verzoek is geen object met `query`, `operationName` en `variables`.";
        refused(StatusCode::BAD_REQUEST, "VERZOEK_ONGELDIG", detail)
    })
}

/// Reads JSON of any shape out of a body.
pub(super) async fn read_json(headers: &HeaderMap, body: Body, bounds: Bounds) -> Result<Value, Problem> {
    if !is_json(headers) {
        let detail = "Het verzoek moet `application/json` zijn.";
        return Err(refused(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "MEDIATYPE_ONJUIST",
            detail,
        ));
    }
    let bytes = tokio::time::timeout(bounds.time, read_bytes(headers, body, bounds.body_bytes))
        .await
        .map_err(|_| {
            let detail = "Het verzoek kwam niet binnen de tijd binnen.";
            refused(StatusCode::REQUEST_TIMEOUT, "VERZOEK_TE_TRAAG", detail)
        })??;
    let text = std::str::from_utf8(&bytes).map_err(|_| {
        refused(
            StatusCode::BAD_REQUEST,
            "TEKENSET_ONJUIST",
            "Het verzoek is geen UTF-8.",
        )
    })?;
    serde_json::from_str(text).map_err(|_| {
        refused(
            StatusCode::BAD_REQUEST,
            "JSON_ONGELDIG",
            "Het verzoek is geen geldige JSON.",
        )
    })
}

/// Takes in a body. What is too large is read on for a while and thrown away: who is hung up on while writing never sees
/// the answer.
async fn read_bytes(headers: &HeaderMap, body: Body, most: usize) -> Result<Vec<u8>, Problem> {
    let too_large = || {
        let detail = "Het verzoek is te groot.";
        refused(StatusCode::PAYLOAD_TOO_LARGE, "VERZOEK_TE_GROOT", detail)
    };
    // Who asks first is told before it sends.
    if headers.contains_key(header::EXPECT) && announced(headers).is_some_and(|size| size > most) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let mut thrown_away = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| {
            let detail = "Het verzoek brak af.";
            refused(StatusCode::BAD_REQUEST, "VERZOEK_AFGEBROKEN", detail)
        })?;
        if thrown_away == 0 && bytes.len() + chunk.len() <= most {
            bytes.extend_from_slice(&chunk);
            continue;
        }
        bytes = Vec::new();
        thrown_away += chunk.len();
        if thrown_away > THROWN_AWAY {
            break;
        }
    }
    if thrown_away == 0 {
        Ok(bytes)
    } else {
        Err(too_large())
    }
}

/// The most of a body that is too large that is read nevertheless, in bytes.
const THROWN_AWAY: usize = 16 * 1_048_576;

fn announced(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    content_type
        .split(';')
        .next()
        .is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"))
}
