//! The doors at which others fetch what is signed of the logs here, and proofs. A party that keeps the checkpoints it
//! fetched can show later that a log was changed: `schakel log verify --checkpoint FILE`.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{Path, Query, Request, State, rejection::QueryRejection},
    http::{StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;
use serde_json::json;

use super::{Bounds, Problem, only, took_too_long};
use crate::{
    federation::SubgraphName,
    installation::Logs,
    logbook::{Notary, TreeError},
    request::authenticate::Authenticator,
};

/// What the doors hand to their handlers.
#[derive(Clone)]
struct LogDoors {
    authenticator: Arc<Authenticator>,
    logs: Logs,
    bounds: Bounds,
}

/// The doors. Everybody with a good token comes in: what is told are sizes and hashes.
pub(super) fn routes(authenticator: Arc<Authenticator>, logs: Logs, bounds: Bounds) -> Router {
    let doors = LogDoors {
        authenticator,
        logs,
        bounds,
    };
    Router::new()
        .route("/log/v1/{log}/sleutels", only(get(keys)))
        .route("/log/v1/{log}/checkpoint", only(get(latest)))
        .route("/log/v1/{log}/checkpoint/{size}", only(get(checkpoint)))
        .route("/log/v1/{log}/proof/inclusion", only(get(inclusion)))
        .route("/log/v1/{log}/proof/consistency", only(get(consistency)))
        .layer(axum::middleware::from_fn_with_state(doors.clone(), let_in))
        .with_state(doors)
}

async fn let_in(State(doors): State<LogDoors>, request: Request, next: Next) -> Response {
    let answering = async {
        let who = doors
            .authenticator
            .authenticate(request.headers(), request.uri())
            .await;
        match who {
            Ok(_) => next.run(request).await,
            Err(refusal) => refusal.into_response(),
        }
    };
    let answer = tokio::time::timeout(doors.bounds.time, answering).await;
    answer.unwrap_or_else(|_| took_too_long().into_response())
}

/// The keys by which the checkpoints of a log are checked (C2SP `vkey`), the present one first.
async fn keys(State(doors): State<LogDoors>, Path(log): Path<String>) -> Result<Response, Problem> {
    let notary = doors.notary(&log)?;
    let keys: Vec<_> = notary.verifiers().iter().map(ToString::to_string).collect();
    Ok(Json(json!({"oorsprong": notary.origin(), "sleutels": keys})).into_response())
}

/// The last checkpoint, as a signed note.
async fn latest(State(doors): State<LogDoors>, Path(log): Path<String>) -> Result<Response, Problem> {
    let found = doors.notary(&log)?.checkpoints().latest().await;
    note(
        found
            .map_err(|error| unreadable(&error.into()))?
            .map(|row| row.nota),
    )
}

/// The checkpoint of one size, as a signed note.
async fn checkpoint(
    State(doors): State<LogDoors>,
    Path((log, size)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let notary = doors.notary(&log)?;
    let size = size.parse().map_err(|_| malformed())?;
    let found = notary.checkpoints().find(size).await;
    note(
        found
            .map_err(|error| unreadable(&error.into()))?
            .map(|row| row.nota),
    )
}

fn note(note: Option<String>) -> Result<Response, Problem> {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let missing = || {
        let detail = "Van dit logboek is er geen controlepunt van deze omvang.";
        Problem::new(StatusCode::NOT_FOUND, "CONTROLEPUNT_ONBEKEND", detail)
    };
    Ok((headers, note.ok_or_else(missing)?).into_response())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Inclusion {
    index: u64,
    size: u64,
}

/// Proves that a line stands in the log, up to a size that is signed for.
async fn inclusion(
    State(doors): State<LogDoors>,
    Path(log): Path<String>,
    query: Result<Query<Inclusion>, QueryRejection>,
) -> Result<Response, Problem> {
    let notary = doors.notary(&log)?;
    let Query(Inclusion { index, size }) = query.map_err(|_| malformed())?;
    require_signed(notary, size).await?;
    let tree = notary.tree();
    let proof = tree
        .inclusion(index, size)
        .await
        .map_err(|error| unreadable(&error))?;
    let leaf = tree.leaf(index).await.map_err(|error| unreadable(&error))?;
    let proof: Vec<_> = proof.iter().map(ToString::to_string).collect();
    Ok(
        Json(json!({"index": index, "size": size, "blad": leaf.to_string(), "bewijs": proof}))
            .into_response(),
    )
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Consistency {
    from: u64,
    to: u64,
}

/// Proves that the log of one size is the beginning of that of another, up to one that is signed for.
async fn consistency(
    State(doors): State<LogDoors>,
    Path(log): Path<String>,
    query: Result<Query<Consistency>, QueryRejection>,
) -> Result<Response, Problem> {
    let notary = doors.notary(&log)?;
    let Query(Consistency { from, to }) = query.map_err(|_| malformed())?;
    require_signed(notary, to).await?;
    let proof = notary.tree().consistency(from, to).await;
    let proof: Vec<_> = proof
        .map_err(|error| unreadable(&error))?
        .iter()
        .map(ToString::to_string)
        .collect();
    Ok(Json(json!({"from": from, "to": to, "bewijs": proof})).into_response())
}

/// Nodes are kept up to the last checkpoint, and a proof is of use with one only.
async fn require_signed(notary: &Notary, size: u64) -> Result<(), Problem> {
    let last = notary.checkpoints().latest().await;
    let last = last.map_err(|error| unreadable(&error.into()))?;
    let signed = last.map_or(0, |last| last.grootte.unsigned_abs());
    (size <= signed).then_some(()).ok_or_else(out_of_range)
}

impl LogDoors {
    fn notary(&self, log: &str) -> Result<&Arc<Notary>, Problem> {
        let found = SubgraphName::from_word(log).and_then(|name| self.logs.find(name));
        found.ok_or_else(|| {
            let detail = "Dit logboek is hier niet; vraag het bij het proces van zijn subgraph.";
            Problem::new(StatusCode::NOT_FOUND, "LOGBOEK_NIET_HIER", detail)
        })
    }
}

fn unreadable(error: &TreeError) -> Problem {
    if matches!(error, TreeError::OutOfRange) {
        return out_of_range();
    }
    tracing::error!(%error, "a proof cannot be made");
    let detail = "Het logboek kan niet worden gelezen.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "LOG_NIET_BEREIKBAAR", detail)
}

fn out_of_range() -> Problem {
    let detail = "Zo'n regel of omvang is er niet onder een controlepunt.";
    Problem::new(StatusCode::NOT_FOUND, "OMVANG_ONBEKEND", detail)
}

fn malformed() -> Problem {
    let detail = "De vraag heeft niet de getallen die hier worden gevraagd.";
    Problem::new(StatusCode::BAD_REQUEST, "VERZOEK_ONGELDIG", detail)
}
