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
        wire::{Gestegen, Gewijzigd, MOST_INWONERS, Stand, Wijzigingen, WireIngericht},
    },
};

/// Tells what changed for residents since a version.
pub(super) async fn changes(
    State(doors): State<RegisterDoors>,
    request: Request,
) -> Result<Response, Problem> {
    let (asker, Wijzigingen { sinds, inwoners }) = doors.open(request).await?;
    if inwoners.len() > MOST_INWONERS {
        return Err(too_many());
    }
    let register = &doors.held.register;
    let changes = register.changes_of(sinds, &inwoners, asker.owners()).await;
    Ok(Json(Gewijzigd::from(changes.map_err(no_answer)?)).into_response())
}

/// Tells the version as soon as it is later than the one that the asker knows. Of nobody: whoever has open
/// streams asks what changed for its own residents.
pub(super) async fn stand(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (_, Stand { na }) = doors.open(request).await?;
    let risen = doors.held.register.risen_above(na).await;
    let registerversie = risen.map_err(no_answer)?;
    Ok(Json(Gestegen { registerversie }).into_response())
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
