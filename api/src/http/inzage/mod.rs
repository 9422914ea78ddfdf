//! A resident's request (AVG 15): who saw what, gathered from the logs of all owners, as a page to print or as a file.

mod gather;
mod page;

use std::{sync::Arc, time::Duration};

use askama::Template;
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use chrono::{DateTime, Utc};
use serde::Deserialize;

use self::{
    gather::{Gathered, Refused},
    page::Page,
};
use super::{Doors, Problem, body, context, failed, graphql::caller_of, only, took_too_long};
use crate::{domain::InwonerId, federation::Hub, request::RequestContext};

const JSON: &str = "application/json";
const HTML: &str = "text/html; charset=utf-8";

/// Whose request it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verzoek {
    inwoner: InwonerId,
}

/// The door of residents' requests, for privacy officers and consent managers. The body names the resident, so that
/// no id stands in a URL; `Accept: text/html` asks for the page, anything else for the file.
pub(super) fn routes(doors: Doors) -> Router {
    Router::new()
        .route("/inzage/v1/overzicht", only(post(answer)))
        .with_state(doors)
}

async fn answer(State(doors): State<Doors>, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let installation = &doors.installation;
    let caller = caller_of(&installation.authenticator, &parts).await?;
    let context = Arc::new(context::read(&parts.headers, caller)?);
    let value = body::read_json(&parts.headers, body, doors.bounds).await?;
    let Verzoek { inwoner } = serde_json::from_value(value).map_err(|_| malformed())?;
    let op = installation.clock.now();
    let gathered = gathered(&installation.hub, &context, &inwoner, op, doors.bounds.time).await?;
    if wants_page(&parts.headers) {
        page(&gathered)
    } else {
        file(&gathered)
    }
}

/// The file, for a caller whom another door let in.
///
/// # Errors
/// As the door itself: who may not, and what took too long.
pub(crate) async fn inzage_file(
    hub: &Hub,
    context: &Arc<RequestContext>,
    inwoner: &InwonerId,
    op: DateTime<Utc>,
    time: Duration,
) -> Result<Response, Problem> {
    file(&gathered(hub, context, inwoner, op, time).await?)
}

async fn gathered(
    hub: &Hub,
    context: &Arc<RequestContext>,
    inwoner: &InwonerId,
    op: DateTime<Utc>,
    time: Duration,
) -> Result<Gathered, Problem> {
    let gathering = gather::gather(hub, context, inwoner, op);
    let gathered = tokio::time::timeout(time, gathering).await;
    gathered.map_err(|_| took_too_long())?.map_err(refused)
}

fn wants_page(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|accept| accept.to_str().ok())
        .any(|accept| accept.contains("text/html"))
}

fn file(gathered: &Gathered) -> Result<Response, Problem> {
    let text = serde_json::to_vec_pretty(gathered).map_err(|_| failed())?;
    let headers = [
        (header::CONTENT_TYPE, JSON),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"inzage.json\"",
        ),
    ];
    Ok((headers, text).into_response())
}

fn page(gathered: &Gathered) -> Result<Response, Problem> {
    let page = Page::of(gathered).ok_or_else(failed)?;
    let html = page.render().map_err(|_| failed())?;
    // No script, nothing from elsewhere, no style but the page's own.
    let policy = format!(
        "default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        page::style_hash()
    );
    let policy = HeaderValue::from_str(&policy).map_err(|_| failed())?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(HTML)),
        (header::CONTENT_SECURITY_POLICY, policy),
    ];
    Ok((headers, html).into_response())
}

fn malformed() -> Problem {
    let detail = "Het verzoek is geen object met het id van een `inwoner`.";
    Problem::new(StatusCode::BAD_REQUEST, "VERZOEK_ONGELDIG", detail)
}

fn refused(refused: Refused) -> Problem {
    let (code, detail) = match refused {
        Refused::Rol => ("ROL_NIET_BEVOEGD", "Deze rol mag dit niet."),
        Refused::Doel => ("DOEL_NIET_GEDEKT", "Voor dit doel mag dit niet."),
    };
    Problem::new(StatusCode::FORBIDDEN, code, detail)
}
