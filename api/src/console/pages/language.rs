use axum::{
    extract::{Path, State},
    response::Response,
};

use super::super::{Room, cookies::Cookie, failure::Failure, page::redirect};

/// Keeps the language that somebody chooses.
pub(in super::super) async fn choose(
    State(room): State<Room>,
    Path(language): Path<String>,
) -> Result<Response, Failure> {
    if !room.console.catalogue.speaks(&language) {
        return Err(Failure::NotFound);
    }
    let chosen = room.console.cookies.set(Cookie::Language, &language);
    Ok(redirect("/console", [chosen]))
}
