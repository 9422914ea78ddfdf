//! The door at which the process of the signals follows the outboxes here.

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use serde::de::DeserializeOwned;

use super::{Bounds, Problem, body, only, took_too_long};
use crate::{
    federation::SubgraphName,
    installation::Signals,
    register::HEARTBEAT,
    request::authenticate::{Authenticated, Authenticator},
    subgraphs::outbox::{AANBOD, LOOPT, Outbox, OutboxError, WireLoopt, WireNa},
};

#[derive(Clone)]
struct OutboxDoors {
    authenticator: Arc<Authenticator>,
    signals: Signals,
    bounds: Bounds,
}

/// The door.
pub(super) fn routes(authenticator: Arc<Authenticator>, signals: Signals, bounds: Bounds) -> Router {
    let doors = OutboxDoors {
        authenticator,
        signals,
        bounds,
    };
    Router::new()
        .route(&format!("/{AANBOD}"), only(post(offer)))
        .route(&format!("/{LOOPT}"), only(post(runs)))
        .with_state(doors)
}

/// Tells what may go out, in references.
async fn offer(State(doors): State<OutboxDoors>, request: Request) -> Result<Response, Problem> {
    let WireNa { subgraph, na, wacht } = doors.open(request).await?;
    let outbox = doors.signals.outbox(subgraph).ok_or_else(not_here)?;
    let offered = tokio::time::timeout(doors.patience(), outbox.after(na, wacht)).await;
    Ok(Json(offered.map_err(|_| took_too_long())?.map_err(failed)?).into_response())
}

/// Tells whether a traject of an addressee runs.
async fn runs(State(doors): State<OutboxDoors>, request: Request) -> Result<Response, Problem> {
    let WireLoopt { partij, inwoner } = doors.open(request).await?;
    let outbox = doors.signals.outbox(SubgraphName::Trajectbegeleiding);
    let outbox = outbox.ok_or_else(not_here)?;
    let told = tokio::time::timeout(doors.patience(), outbox.runs(&partij, &inwoner)).await;
    Ok(Json(told.map_err(|_| took_too_long())?.map_err(failed)?).into_response())
}

impl OutboxDoors {
    /// Lets the process of the signals in, and the hub that holds them; nobody else.
    async fn open<T: DeserializeOwned>(&self, request: Request) -> Result<T, Problem> {
        let (parts, body) = request.into_parts();
        let who = self
            .authenticator
            .authenticate(&parts.headers, &parts.uri)
            .await?;
        let may = match &who {
            Authenticated::Subgraph(proof) => proof.subgraph() == SubgraphName::Signalen,
            Authenticated::Hub => true,
            Authenticated::ViaHub(_) | Authenticated::Caller(_) | Authenticated::Pep(_) => false,
        };
        if !may {
            let detail = "Hier vraagt alleen het proces van de signalen.";
            return Err(Problem::new(StatusCode::FORBIDDEN, "TOKENSOORT_ONJUIST", detail));
        }
        let value = body::read_json(&parts.headers, body, self.bounds).await?;
        // What is wrong is not told in the library's words, which repeat values.
        serde_json::from_value(value).map_err(|_| malformed())
    }

    fn patience(&self) -> Duration {
        self.bounds.time + HEARTBEAT
    }
}

fn failed(error: OutboxError) -> Problem {
    tracing::error!(%error, "an outbox gives another process no answer");
    let detail = "Wat hier gebeurde kan nu niet worden gelezen.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "BRON_NIET_BEREIKBAAR", detail)
}

fn not_here() -> Problem {
    let detail = "Deze subgraph staat niet in dit proces.";
    Problem::new(StatusCode::NOT_FOUND, "SUBGRAPH_NIET_HIER", detail)
}

fn malformed() -> Problem {
    let detail = "Het verzoek heeft niet de vorm die hier wordt gevraagd.";
    Problem::new(StatusCode::BAD_REQUEST, "VERZOEK_ONGELDIG", detail)
}
