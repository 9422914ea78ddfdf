use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};

use super::{Asker, RegisterDoors, no_answer, too_many};
use crate::{
    http::Problem,
    register::{
        Register,
        wire::{Aanbod, MOST_AANBODVRAGEN},
    },
};

/// Tells to whom may be offered that something happened: a subgraph asks about its own kind of record only, a hub about
/// what is kept in its process.
pub(super) async fn tell(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, Aanbod { vragen }) = doors.open(request).await?;
    if vragen.len() > MOST_AANBODVRAGEN {
        return Err(too_many());
    }
    if let Asker::Subgraph(_) | Asker::HubFor(_) | Asker::Pep(_) = asker {
        for vraag in &vragen {
            asker.require_partij(&vraag.bronhouder)?;
            for groep in &vraag.groepen {
                asker.require_own(&vraag.bronhouder, *groep)?;
            }
        }
    }
    let offered = doors.held.register.offer(vragen).await.map_err(no_answer)?;
    Ok(Json(offered).into_response())
}
