//! The doors: GraphQL over POST, GraphiQL, health and readiness, problems, bounds and headers.

mod body;
mod context;
mod graphiql;
mod graphql;
mod headers;
mod health;
mod problem;
mod server;

use std::sync::Arc;

use axum::{
    Router,
    http::StatusCode,
    routing::{MethodRouter, get, post},
};
use tower_http::catch_panic::CatchPanicLayer;

pub use body::Bounds;
pub(crate) use problem::BearerError;
pub use problem::Problem;
pub use server::{Running, serve};

use crate::installation::Installation;

/// What the doors hand to their handlers.
#[derive(Clone)]
pub struct Doors {
    installation: Arc<Installation>,
    bounds: Bounds,
}

/// All doors of a process that joins the five subgraphs.
pub fn router(installation: Arc<Installation>, bounds: Bounds) -> Router {
    let graphiql = bounds.graphiql.then(graphiql::routes).unwrap_or_default();
    let doors = Doors { installation, bounds };
    let routes = Router::new()
        .route("/graphql", only(post(graphql::answer)))
        .route("/health", only(get(health::alive)))
        .route("/ready", only(get(health::ready)))
        .merge(graphiql)
        .with_state(doors);
    dress(routes)
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

fn not_found() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "PAD_ONBEKEND", "Dit pad bestaat niet.")
}

fn method_not_allowed() -> Problem {
    let detail = "Deze methode is hier niet toegestaan; GraphQL gaat alleen met POST.";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "METHODE_NIET_TOEGESTAAN", detail)
}
