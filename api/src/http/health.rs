use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use serde_json::json;

use super::only;
use crate::installation::{Readiness, Space};

/// The doors by which an operator's tools see how the process is.
pub(super) fn routes(readiness: Readiness) -> Router {
    Router::new()
        .route("/health", only(get(alive)))
        .route("/ready", only(get(ready)))
        .with_state(readiness)
}

/// Whether the process lives.
async fn alive() -> Response {
    health(StatusCode::OK, "pass")
}

/// Whether it can answer: every database here, and the register where it is here. What is elsewhere has a
/// door of its own for this, and without it a party's own records can still be told.
async fn ready(State(readiness): State<Readiness>) -> Response {
    match readiness.check().await {
        Ok(Space::Enough) => health(StatusCode::OK, "pass"),
        // It answers still; an operator has time to make room.
        Ok(Space::Little) => health(StatusCode::OK, "warn"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            health(StatusCode::SERVICE_UNAVAILABLE, "fail")
        }
    }
}

fn health(status: StatusCode, word: &str) -> Response {
    let body = Json(json!({"status": word, "version": env!("CARGO_PKG_VERSION")}));
    (status, [(header::CONTENT_TYPE, "application/health+json")], body).into_response()
}
