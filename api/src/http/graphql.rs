use std::sync::Arc;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};

use super::{Doors, Problem, body, context, failed, took_too_long};
use crate::{
    federation::HubAnswer,
    request::{
        NietGedeeld,
        authenticate::{Authenticated, Authenticator, Caller},
    },
};

/// Answers one GraphQL question: lets the caller in, reads the body within bounds, joins, and says what
/// was withheld.
pub(super) async fn answer(State(doors): State<Doors>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let installation = &doors.installation;
    let caller = caller_of(&installation.authenticator, &parts).await?;
    let context = context::read(&parts.headers, caller)?;
    let question = body::read(&parts.headers, body, doors.bounds).await?;
    let niet_gedeeld = context.niet_gedeeld;
    let answering = installation.hub.answer(question, Arc::new(context));
    let answer = tokio::time::timeout(doors.bounds.time, answering)
        .await
        .map_err(|_| took_too_long())?;
    Ok(render(answer, niet_gedeeld, &parts.headers))
}

/// Lets people and systems of parties in; processes ask elsewhere.
pub(super) async fn caller_of(authenticator: &Authenticator, parts: &Parts) -> Result<Caller, Problem> {
    person(authenticator.authenticate(&parts.headers, &parts.uri).await?)
}

/// GraphQL over HTTP: a question that was refused whole is 400 for clients that ask for the new media
/// type; others expect 200 with errors.
fn render(answer: HubAnswer, niet_gedeeld: NietGedeeld, headers: &HeaderMap) -> Response {
    let is_refused = answer.data.is_none();
    let accepts_new = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|accept| accept.contains(GRAPHQL_RESPONSE));
    let (media, status) = match (accepts_new, is_refused) {
        (true, true) => (GRAPHQL_RESPONSE, StatusCode::BAD_REQUEST),
        (true, false) => (GRAPHQL_RESPONSE, StatusCode::OK),
        (false, _) => ("application/json", StatusCode::OK),
    };
    let body = match serde_json::to_vec(&answer.into_json(niet_gedeeld)) {
        Ok(body) => body,
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as json");
            return failed().into_response();
        }
    };
    (
        status,
        [(header::CONTENT_TYPE, HeaderValue::from_static(media))],
        body,
    )
        .into_response()
}

const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

/// Lets people and systems of parties in, and no processes.
pub(super) fn person(who: Authenticated) -> Result<Caller, Problem> {
    match who {
        Authenticated::Caller(caller) => Ok(caller),
        Authenticated::ViaHub(_)
        | Authenticated::Hub
        | Authenticated::Subgraph(_)
        | Authenticated::Pep(_) => {
            let detail = "Dit token is van een proces; hier vragen alleen mensen en systemen van partijen.";
            Err(Problem::new(StatusCode::FORBIDDEN, "TOKENSOORT_ONJUIST", detail))
        }
    }
}
