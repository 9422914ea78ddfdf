use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};

use super::{Asker, RegisterDoors, asker::forbidden, no_answer, too_many};
use crate::{
    domain::RecordSoort,
    federation::SubgraphName,
    http::Problem,
    register::{Register, Trajectmeldingen, wire::MOST_INWONERS},
};

/// Hears from the process that keeps trajecten which of them run and which have ended: from the subgraph of that kind, or
/// from a hub that has it in its own process; of owners of trajecten only.
pub(super) async fn hear(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, told) = doors.open::<Trajectmeldingen>(request).await?;
    if told.trajecten.len() > MOST_INWONERS || told.bijgewerkt.len() > MOST_INWONERS {
        return Err(too_many());
    }
    let is_keeper = match &asker {
        Asker::Subgraph(proof) => proof.subgraph() == SubgraphName::Trajectbegeleiding,
        Asker::Hub => true,
        Asker::HubFor(_) | Asker::Pep(_) => false,
    };
    if !is_keeper {
        let detail = "Alleen de subgraph die trajecten bijhoudt, meldt hoe het ermee staat.";
        return Err(forbidden("MELDER_ONJUIST", detail));
    }
    let register = &doors.held.register;
    let ingericht = register.inrichting().await.map_err(no_answer)?;
    let owners = || {
        let of_one = told.trajecten.iter().map(|one| &one.bronhouder);
        of_one.chain(&told.bijgewerkt)
    };
    for owner in owners() {
        asker.require_partij(owner)?;
    }
    let all_own = owners().all(|owner| {
        let partij = ingericht.inrichting.find_partij(owner);
        partij.is_some_and(|partij| partij.houdt(RecordSoort::Traject))
    });
    if !all_own {
        let detail = "Deze partij houdt geen trajecten bij.";
        return Err(forbidden("PARTIJ_NIET_BEVOEGD", detail));
    }
    register.hear_of_trajecten(&told).await.map_err(no_answer)?;
    Ok(Json(()).into_response())
}
