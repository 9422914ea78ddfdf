//! The register's doors for other processes: decisions by AuthZEN, and what our own processes need besides.
//! Only subgraphs and hubs come in, with tokens of their own.

mod asker;
mod evaluations;
mod history;
mod inwoners;
mod metadata;
mod offer;
mod pep;
mod referable;
mod state;
mod trajecten;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::de::DeserializeOwned;

use self::asker::Asker;
use super::{Bounds, Problem, body, only};
use crate::{
    installation::HeldRegister,
    register::{RegisterError, wire},
    request::{authenticate::Authenticator, log::DisclosureLog},
};

/// Many questions make a larger body than people send.
const BODY_BYTES: usize = 4_194_304;

/// The name by which a client finds its question back (AuthZEN).
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the register's doors hand to their handlers.
#[derive(Clone)]
pub(super) struct RegisterDoors {
    authenticator: Arc<Authenticator>,
    held: Arc<HeldRegister>,
    bounds: Bounds,
    /// Where it is written which decisions others were told.
    log: DisclosureLog,
}

/// The register's doors.
pub(super) fn routes(authenticator: Arc<Authenticator>, held: Arc<HeldRegister>, bounds: Bounds) -> Router {
    let doors = RegisterDoors {
        log: DisclosureLog::new(held.register.store().db().clone()),
        authenticator,
        held,
        bounds: Bounds {
            body_bytes: bounds.body_bytes.max(BODY_BYTES),
            ..bounds
        },
    };
    let at = |path: &str| format!("/{path}");
    Router::new()
        .route(&at(wire::EVALUATION), only(post(evaluations::one)))
        .route(&at(wire::EVALUATIONS), only(post(evaluations::many)))
        .route(metadata::PATH, only(get(metadata::tell)))
        .route(&at(wire::WIJZIGINGEN), only(post(state::changes)))
        .route(&at(wire::INRICHTING), only(get(state::inrichting)))
        .route(&at(wire::INWONERS), only(post(inwoners::resolve)))
        .route(&at(wire::GEKOPPELDEN), only(post(inwoners::gekoppelden)))
        .route(&at(wire::VERWIJZEN), only(post(referable::tell)))
        .route(&at(wire::NAMEN), only(post(history::names)))
        .route(&at(wire::HERSPELINGEN), only(post(history::replay)))
        .route(&at(wire::AANBOD), only(post(offer::tell)))
        .route(&at(wire::TRAJECTMELDINGEN), only(post(trajecten::hear)))
        .layer(axum::middleware::from_fn_with_state(doors.clone(), within_time))
        // This one waits, within a bound of its own.
        .route(&at(wire::STAND), only(post(state::stand)))
        .with_state(doors)
}

impl RegisterDoors {
    /// Lets the asker in, then reads its question.
    async fn open<T: DeserializeOwned>(&self, request: Request) -> Result<(Asker, T), Problem> {
        let (parts, body) = request.into_parts();
        let asker = Asker::let_in(&self.authenticator, &parts.headers, &parts.uri).await?;
        self.read(asker, &parts.headers, body).await
    }

    async fn read<T: DeserializeOwned>(
        &self,
        asker: Asker,
        headers: &HeaderMap,
        body: Body,
    ) -> Result<(Asker, T), Problem> {
        let value = body::read_json(headers, body, self.bounds).await?;
        // What is wrong is not told in the library's words, which repeat values.
        let question = serde_json::from_value(value).map_err(|_| malformed())?;
        Ok((asker, question))
    }
}

/// Bounds the time of a question, and gives its name back.
async fn within_time(State(doors): State<RegisterDoors>, request: Request, next: Next) -> Response {
    let name = request.headers().get(REQUEST_ID).cloned();
    let answer = tokio::time::timeout(doors.bounds.time, next.run(request)).await;
    let mut response = answer.unwrap_or_else(|_| super::took_too_long().into_response());
    if let Some(name) = name.filter(|name| name.len() <= 128) {
        response.headers_mut().insert(REQUEST_ID, name);
    }
    response
}

/// What kept the register from answering, as another process sees it.
fn no_answer(error: RegisterError) -> Problem {
    match error {
        RegisterError::NotBsnGerechtigd => Problem::new(
            StatusCode::FORBIDDEN,
            "BSN_NIET_GERECHTIGD",
            "Deze partij mag het bsn niet gebruiken.",
        ),
        RegisterError::TooManyLookups => Problem::new(
            StatusCode::TOO_MANY_REQUESTS,
            "TE_VEEL_ZOEKVRAGEN",
            "Te veel zoekvragen op bsn; probeer het later opnieuw.",
        ),
        RegisterError::Unreachable(_) | RegisterError::Inwoners(_) => {
            tracing::error!(%error, "the register gives another process no answer");
            Problem::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "REGISTER_NIET_BEREIKBAAR",
                "Het register kan zijn eigen gegevens niet lezen.",
            )
        }
    }
}

fn malformed() -> Problem {
    let detail = "Het verzoek heeft niet de vorm die hier wordt gevraagd.";
    Problem::new(StatusCode::BAD_REQUEST, "VERZOEK_ONGELDIG", detail)
}

fn too_many() -> Problem {
    let detail = "Het verzoek noemt te veel vragen of inwoners.";
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "LIJST_TE_LANG", detail)
}
