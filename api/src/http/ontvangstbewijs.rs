//! The receipt that a resident takes home: a page to print, or the record for machines.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use uuid::Uuid;

use super::{Bounds, Problem, context, failed, method_not_allowed, took_too_long};
use crate::{
    installation::HeldRegister,
    request::{
        RequestContext,
        authenticate::{Authenticated, Authenticator},
    },
    subgraphs::{
        common::ClientError,
        toestemming::{Ontvangstbewijs, Page, Teksten, style_hash},
    },
};

const JSON: &str = "application/json";

#[derive(Clone)]
struct Doors {
    authenticator: Arc<Authenticator>,
    held: Arc<HeldRegister>,
    bounds: Bounds,
}

/// The door of the receipts. GET shows one as things stand now, as a page or (by `Accept: application/json`) as a
/// record. POST hands out the page with a new code.
pub(super) fn routes(authenticator: Arc<Authenticator>, held: Arc<HeldRegister>, bounds: Bounds) -> Router {
    let doors = Doors {
        authenticator,
        held,
        bounds,
    };
    let methods = get(show)
        .post(hand_out)
        .fallback(|| async { method_not_allowed() });
    Router::new()
        .route("/toestemming/v1/ontvangstbewijs/{gesprek}", methods)
        .with_state(doors)
}

async fn show(
    State(doors): State<Doors>,
    Path(gesprek): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (context, headers) = doors.let_in(request).await?;
    let register = &doors.held.register;
    let found = register.ontvangstbewijs(&context, Uuid::now_v7(), read(&gesprek)?);
    let bewijs = doors.within_time(found).await?;
    let teksten = words(&bewijs)?;
    if wants_json(&headers) {
        let record = bewijs.to_json(teksten).map_err(|_| failed())?;
        return Ok(([(header::CONTENT_TYPE, JSON)], record).into_response());
    }
    page(&bewijs, teksten, None)
}

async fn hand_out(
    State(doors): State<Doors>,
    Path(gesprek): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let (context, _) = doors.let_in(request).await?;
    let register = &doors.held.register;
    let issued = register.ontvangstbewijs_uitgeven(&context, Uuid::now_v7(), read(&gesprek)?);
    let (bewijs, code) = doors.within_time(issued).await?;
    page(&bewijs, words(&bewijs)?, Some(&code))
}

impl Doors {
    /// Lets people and systems of parties in, as at the GraphQL door.
    async fn let_in(&self, request: Request) -> Result<(RequestContext, HeaderMap), Problem> {
        let (parts, _) = request.into_parts();
        match self
            .authenticator
            .authenticate(&parts.headers, &parts.uri)
            .await?
        {
            Authenticated::Caller(caller) => Ok((context::read(&parts.headers, caller)?, parts.headers)),
            Authenticated::ViaHub(_)
            | Authenticated::Hub
            | Authenticated::Subgraph(_)
            | Authenticated::Pep(_) => {
                let detail =
                    "Dit token is van een proces; hier vragen alleen mensen en systemen van partijen.";
                Err(Problem::new(StatusCode::FORBIDDEN, "TOKENSOORT_ONJUIST", detail))
            }
        }
    }

    async fn within_time<T>(
        &self,
        answering: impl Future<Output = Result<T, ClientError>>,
    ) -> Result<T, Problem> {
        tokio::time::timeout(self.bounds.time, answering)
            .await
            .map_err(|_| took_too_long())?
            .map_err(refused)
    }
}

fn read(gesprek: &str) -> Result<Uuid, Problem> {
    Uuid::parse_str(gesprek).map_err(|_| unknown())
}

/// A path that is no conversation looks like one that is unknown.
fn unknown() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "ONBEKEND", "Dit gesprek is niet bekend.")
}

fn refused(error: ClientError) -> Problem {
    match error {
        ClientError::RolNietBevoegd => Problem::new(
            StatusCode::FORBIDDEN,
            "ROL_NIET_BEVOEGD",
            "Deze rol mag dit niet.",
        ),
        ClientError::Unknown(_) => unknown(),
        ClientError::LogUnreachable => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "LOG_NIET_BEREIKBAAR",
            "Het logboek is niet bereikbaar, daarom wordt niets getoond.",
        ),
        ClientError::RegisterUnreachable => Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "REGISTER_NIET_BEREIKBAAR",
            "Het toestemmingsregister is niet bereikbaar.",
        ),
        other => {
            tracing::error!(error = %other, "a receipt cannot be told");
            failed()
        }
    }
}

fn words(bewijs: &Ontvangstbewijs) -> Result<&'static Teksten, Problem> {
    Teksten::of(bewijs.taal.as_deref()).ok_or_else(failed)
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|accept| accept.to_str().ok())
        .any(|accept| accept.contains(JSON) && !accept.contains("text/html"))
}

fn page(bewijs: &Ontvangstbewijs, teksten: &Teksten, code: Option<&str>) -> Result<Response, Problem> {
    let html = Page::new(teksten, bewijs, code).render().map_err(|error| {
        tracing::error!(%error, "the page of a receipt cannot be written");
        failed()
    })?;
    // No script, nothing from elsewhere, no style but the page's own.
    let policy = format!(
        "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        style_hash()
    );
    let policy = HeaderValue::from_str(&policy).map_err(|_| failed())?;
    let html_type = HeaderValue::from_static("text/html; charset=utf-8");
    Ok((
        [
            (header::CONTENT_TYPE, html_type),
            (header::CONTENT_SECURITY_POLICY, policy),
        ],
        html,
    )
        .into_response())
}
