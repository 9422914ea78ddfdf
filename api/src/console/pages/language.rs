use axum::{extract::State, response::Response};

use super::super::{Room, cookies::Cookie, failure::Failure, page::redirect, wanted::Wanted};
use crate::console::extract::{Path, Query};

/// Keeps the language that somebody chooses, and goes back to the page on which they chose it.
pub(in super::super) async fn choose(
    State(room): State<Room>,
    Path(language): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    if !room.console.catalogue.speaks(&language) {
        return Err(Failure::NotFound);
    }
    let chosen = room.console.cookies.set(Cookie::Language, &language);
    Ok(redirect(wanted.page(), [chosen]))
}
