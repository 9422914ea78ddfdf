//! The doors: GraphQL over POST and over streams, GraphiQL, health and readiness, problems, bounds and headers.

mod body;
mod caseload;
mod context;
mod graphiql;
mod graphql;
mod headers;
mod health;
mod inzage;
mod log;
mod ontvangstbewijs;
mod outbox;
mod problem;
mod register;
mod server;
mod streams;
mod subgraph;

use std::sync::Arc;

use axum::{
    Router,
    http::StatusCode,
    routing::{MethodRouter, get, post},
};
use tower_http::catch_panic::CatchPanicLayer;

pub use body::Bounds;
pub(crate) use inzage::inzage_file;
pub(crate) use problem::BearerError;
pub use problem::Problem;
pub use server::{Running, serve};
pub(crate) use streams::{
    Closing,
    sse::{Times, respond as respond_with_events},
};

use crate::{
    console,
    installation::{HeldRegister, Installation, Logs, Readiness, Signals, SubgraphProcess},
    request::authenticate::Authenticator,
    subgraphs::neighbours::Neighbours,
};

/// What the doors hand to their handlers.
#[derive(Clone)]
pub struct Doors {
    installation: Arc<Installation>,
    bounds: Bounds,
    gate: streams::Gate,
}

/// All doors of a process that joins the five subgraphs.
pub fn router(installation: Arc<Installation>, bounds: Bounds) -> Router {
    let graphiql = bounds.graphiql.then(graphiql::routes).unwrap_or_default();
    let shared = shared_routes(
        &installation.authenticator,
        installation.readiness(),
        installation.held.as_ref(),
        installation.logs.clone(),
        installation.signals.clone(),
        installation.neighbourhood.here.clone(),
        bounds,
    );
    let console = installation.console.as_ref().map(|console| {
        let (authenticator, hub) = (&installation.authenticator, &installation.hub);
        console::routes(
            Arc::clone(console),
            Arc::clone(authenticator),
            Arc::clone(hub),
            installation.logs.clone(),
            bounds.time,
        )
    });
    let gate = streams::Gate::new(bounds.streams);
    let doors = Doors {
        installation,
        bounds,
        gate,
    };
    let graphql = Router::new()
        .route("/graphql", only(post(graphql::answer)))
        .route("/graphql/ws", only(get(streams::websocket)))
        .route("/graphql/stream", only(post(streams::events)))
        .with_state(doors.clone());
    let graphql = graphql.merge(inzage::routes(doors));
    dress(
        graphql
            .merge(graphiql)
            .merge(shared)
            .merge(console.unwrap_or_default()),
    )
}

/// All doors of the process of one subgraph.
pub fn subgraph_router(process: Arc<SubgraphProcess>, bounds: Bounds) -> Router {
    let shared = shared_routes(
        &process.authenticator,
        process.readiness(),
        process.held.as_ref(),
        process.logs.clone(),
        process.signals.clone(),
        process.neighbourhood.here.clone(),
        bounds,
    );
    dress(subgraph::routes(process, bounds).merge(shared))
}

/// Health, the logs here, and the doors of the register and its receipts where the register is.
fn shared_routes(
    authenticator: &Arc<Authenticator>,
    readiness: Readiness,
    held: Option<&Arc<HeldRegister>>,
    logs: Logs,
    signals: Signals,
    neighbours: Neighbours,
    bounds: Bounds,
) -> Router {
    let register = held.map(|held| {
        let receipts = ontvangstbewijs::routes(Arc::clone(authenticator), Arc::clone(held), bounds);
        register::routes(Arc::clone(authenticator), Arc::clone(held), bounds).merge(receipts)
    });
    let logs = log::routes(Arc::clone(authenticator), logs, bounds);
    let outboxes = outbox::routes(Arc::clone(authenticator), signals, bounds);
    let caseload = caseload::routes(Arc::clone(authenticator), neighbours, bounds);
    health::routes(readiness)
        .merge(logs)
        .merge(outboxes)
        .merge(caseload)
        .merge(register.unwrap_or_default())
}

/// What every door has: no panic gets out, every unknown path is a problem, security headers.
pub(crate) fn dress(routes: Router) -> Router {
    routes
        .fallback(|| async { not_found() })
        .layer(CatchPanicLayer::custom(|_| headers::panicked()))
        .layer(axum::middleware::map_response(headers::secure))
}

/// Every other method is a problem.
pub(crate) fn only<S: Clone + Send + Sync + 'static>(method: MethodRouter<S>) -> MethodRouter<S> {
    method.fallback(|| async { method_not_allowed() })
}

fn took_too_long() -> Problem {
    Problem::new(
        StatusCode::GATEWAY_TIMEOUT,
        "DUURDE_TE_LANG",
        "Het antwoord duurde te lang.",
    )
}

fn failed() -> Problem {
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "INTERNE_FOUT",
        "Er ging iets mis.",
    )
}

fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "PAD_ONBEKEND", "Dit pad bestaat niet.")
}

fn method_not_allowed() -> Problem {
    let detail = "Deze methode is hier niet toegestaan; GraphQL gaat alleen met POST.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "METHODE_NIET_TOEGESTAAN", detail)
}
