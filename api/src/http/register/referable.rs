use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};

use super::{
    Asker, RegisterDoors,
    asker::{forbidden, soort_of},
    no_answer,
};
use crate::{
    domain::RecordSoort,
    http::Problem,
    register::{Register, wire::Verwijsvraag},
};

/// Tells the subgraph where referrals are submitted whether its caller's party may refer a resident.
pub(super) async fn tell(State(doors): State<RegisterDoors>, request: Request) -> Result<Response, Problem> {
    let (asker, asked) = doors.open::<Verwijsvraag>(request).await?;
    let Verwijsvraag {
        subject,
        inwoner,
        ontvanger,
    } = asked;
    require_referrals(&asker)?;
    // The receiver works on what it is sent in the process that keeps its records.
    asker.require_partij(&ontvanger)?;
    let caller = asker.caller(subject)?;
    let told = doors.held.register.referable(&caller, &inwoner, &ontvanger).await;
    Ok(Json(told.map_err(no_answer)?).into_response())
}

fn require_referrals(asker: &Asker) -> Result<(), Problem> {
    let may = match asker {
        Asker::Subgraph(proof) => soort_of(proof.subgraph()) == Some(RecordSoort::SrwDossier),
        Asker::HubFor(_) => true,
        Asker::Hub | Asker::Pep(_) => false,
    };
    let detail = "Alleen waar verwijzingen worden ingediend, wordt hiernaar gevraagd.";
    may.then_some(())
        .ok_or_else(|| forbidden("GROEP_NIET_EIGEN", detail))
}
