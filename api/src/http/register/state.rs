use axum::{
    Json,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{Asker, RegisterDoors, no_answer, too_many};
use crate::{
    http::Problem,
    register::{
        Register,
        wire::{Gewijzigd, MOST_INWONERS, Wijzigingen, WireIngericht},
    },
};

/// Tells what changed for residents since a version.
pub(super) async fn changes(
    State(doors): State<RegisterDoors>,
    request: Request,
) -> Result<Response, Problem> {
    let (_, Wijzigingen { sinds, inwoners }) = doors.open(request).await?;
    if inwoners.len() > MOST_INWONERS {
        return Err(too_many());
    }
    let changes = doors.held.register.changes(sinds, &inwoners).await;
    Ok(Json(Gewijzigd::from(changes.map_err(no_answer)?)).into_response())
}

/// Tells the present inrichting, or that the one which the asker knows still is.
pub(super) async fn inrichting(
    State(doors): State<RegisterDoors>,
    request: Request,
) -> Result<Response, Problem> {
    Asker::let_in(&doors.authenticator, request.headers(), request.uri()).await?;
    let ingericht = doors.held.register.inrichting().await.map_err(no_answer)?;
    let tag = format!("\"{}\"", ingericht.versie);
    if knows(request.headers(), &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response());
    }
    let told = WireIngericht {
        versie: ingericht.versie,
        inrichting: (*ingericht.inrichting).clone(),
    };
    Ok(([(header::ETAG, tag)], Json(told)).into_response())
}

fn knows(headers: &HeaderMap, tag: &str) -> bool {
    headers
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|known| known.trim() == tag)
}
