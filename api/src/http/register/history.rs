use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};

use super::{RegisterDoors, asker::forbidden, no_answer, too_many};
use crate::{
    domain::Rol,
    http::Problem,
    register::{
        Register,
        wire::{Herspelingen, MOST_HERSPELINGEN, Namen},
    },
    request::authenticate::Caller,
};

/// Who is told of what was: those who may read logs.
const TOLD: [Rol; 2] = [Rol::FunctionarisGegevensbescherming, Rol::Toestemmingsbeheerder];

/// Tells by which ids a resident was ever known, so that everything is found that was logged about them.
pub(super) async fn names(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, Namen { subject, inwoner }) = doors.open(request).await?;
    let caller = asker.caller(subject)?;
    match require_told(&caller) {
        Ok(()) => doors.require_reader(&asker, &caller).await?,
        Err(_) => doors.require_source(&asker, &caller).await?,
    }
    let names = doors.held.register.names(&caller, &inwoner).await;
    Ok(Json(names.map_err(no_answer)?).into_response())
}

/// Decides old questions again, on the register as it stood then; a subgraph asks about its own groups only.
pub(super) async fn replay(
    State(doors): State<RegisterDoors>,
    request: Request,
) -> Result<Response, Problem> {
    let (asker, Herspelingen { subject, vragen }) = doors.open(request).await?;
    if vragen.len() > MOST_HERSPELINGEN {
        return Err(too_many());
    }
    let caller = asker.caller(subject)?;
    require_told(&caller)?;
    for asked in &vragen {
        asker.require_own(&asked.vraag.bronhouder, asked.vraag.groep)?;
        asker.require_addressee(&asked.vrager.partij)?;
    }
    let decided = doors.held.register.replay(&caller, vragen).await;
    Ok(Json(decided.map_err(no_answer)?).into_response())
}

fn require_told(caller: &Caller) -> Result<(), Problem> {
    let detail = "Alleen wie een logboek mag lezen, vraagt hiernaar.";
    let may = TOLD.iter().any(|rol| caller.is(*rol));
    may.then_some(())
        .ok_or_else(|| forbidden("ROL_NIET_BEVOEGD", detail))
}
