use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde_json::json;

use super::Doors;

/// Whether the process lives.
pub(super) async fn alive() -> Response {
    health(StatusCode::OK, "pass")
}

/// Whether it can answer: every database here, and the register.
pub(super) async fn ready(State(doors): State<Doors>) -> Response {
    match doors.installation.ready().await {
        Ok(()) => health(StatusCode::OK, "pass"),
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
