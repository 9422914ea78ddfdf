use std::time::Duration;

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, StatusCode, header},
};
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
    /// The longest time.
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
    let bytes = to_bytes(body, bounds.body_bytes).await.map_err(|_| {
        let detail = "Het verzoek is te groot of brak af.";
        refused(StatusCode::PAYLOAD_TOO_LARGE, "VERZOEK_TE_GROOT", detail)
    })?;
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
