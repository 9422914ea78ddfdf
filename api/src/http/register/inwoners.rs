use axum::{
    Json,
    extract::{Request, State},
    response::{IntoResponse, Response},
};

use super::{
    Asker, RegisterDoors,
    asker::{forbidden, not_its_partij, soort_of},
    no_answer, too_many,
};
use crate::{
    domain::{Partij, Rol},
    federation::SubgraphName,
    http::Problem,
    publication::InwonerInvoer,
    register::{
        Register, RegisterError,
        wire::{Gekoppelden, Inwoners, MOST_INWONERS, Opgelost},
    },
    request::authenticate::Caller,
};

/// Tells a subgraph under which ids the records of residents are kept that an owner publishes.
pub(super) async fn resolve(
    State(doors): State<RegisterDoors>,
    request: Request,
) -> Result<Response, Problem> {
    let (asker, asked) = doors.open::<Inwoners>(request).await?;
    let Inwoners {
        subject,
        inwoners,
        testnummers,
    } = asked;
    if inwoners.len() > MOST_INWONERS {
        return Err(too_many());
    }
    let caller = asker.caller(subject)?;
    doors.require_houder(&asker, &caller).await?;
    doors.take_numbers(&asker, &caller, &inwoners)?;
    match doors.held.register.resolve(&caller, inwoners, testnummers).await {
        Ok(resolved) => Ok(Json(Opgelost::Inwoners(resolved)).into_response()),
        Err(RegisterError::Inwoners(faults)) => Ok(Json(Opgelost::Fouten(faults)).into_response()),
        Err(error) => Err(no_answer(error)),
    }
}

/// Tells whom the client numbers of the caller's own party are bound to: to the process that makes caseloads of it, and
/// to no other.
pub(super) async fn gekoppelden(
    State(doors): State<RegisterDoors>,
    request: Request,
) -> Result<Response, Problem> {
    let (asker, Gekoppelden { subject }) = doors.open(request).await?;
    let makes_caseloads = match &asker {
        Asker::Subgraph(proof) => proof.makes_caseloads_of(&subject.partij),
        Asker::HubFor(_) | Asker::Hub => true,
        Asker::Pep(_) => false,
    };
    if !makes_caseloads {
        let detail =
            "Alleen de subgraph die caseloads van deze partij samenstelt, vraagt wie er gekoppeld zijn.";
        return Err(forbidden("VRAGER_ONJUIST", detail));
    }
    let caller = asker.caller(subject)?;
    let bound = doors.held.register.gekoppelden(&caller).await;
    Ok(Json(bound.map_err(no_answer)?).into_response())
}

impl RegisterDoors {
    /// Whose records it keeps may be asked for the source that takes them back: who saw it must hear of that.
    pub(super) async fn require_source(&self, asker: &Asker, caller: &Caller) -> Result<(), Problem> {
        let detail = "Alleen wie een logboek mag lezen of dossiers bijhoudt, vraagt hiernaar.";
        if !caller.is(Rol::Bronsysteem) {
            return Err(forbidden("ROL_NIET_BEVOEGD", detail));
        }
        self.require_houder(asker, caller).await
    }

    /// Who may read logs reads them where somebody's are kept with whom its party works together.
    pub(super) async fn require_reader(&self, asker: &Asker, caller: &Caller) -> Result<(), Problem> {
        let Asker::Subgraph(proof) = asker else {
            return Ok(());
        };
        let ingericht = self.held.register.inrichting().await.map_err(no_answer)?;
        let samenwerking = ingericht.inrichting.samenwerking_of(caller.partij());
        let mut partijen = samenwerking
            .iter()
            .flat_map(|samenwerking| &samenwerking.partijen);
        let is_near = partijen.any(|partij| proof.keeps_for(&partij.id));
        is_near.then_some(()).ok_or_else(not_its_partij)
    }

    /// A subgraph names residents for owners of its own kind of record only; that of the trajecten for signaalpartners
    /// too, whose early signals lie there.
    async fn require_houder(&self, asker: &Asker, caller: &Caller) -> Result<(), Problem> {
        let Asker::Subgraph(proof) = asker else {
            return Ok(());
        };
        asker.require_partij(caller.partij())?;
        let ingericht = self.held.register.inrichting().await.map_err(no_answer)?;
        let partij = ingericht.inrichting.find_partij(caller.partij());
        let keeps_signals = proof.subgraph() == SubgraphName::Trajectbegeleiding;
        let may_publish = |partij: &Partij| {
            soort_of(proof.subgraph()).is_some_and(|soort| partij.houdt(soort))
                || (keeps_signals && partij.is_signaalpartner())
        };
        let detail = "Deze partij heeft geen dossiers in deze subgraph.";
        partij
            .is_some_and(may_publish)
            .then_some(())
            .ok_or_else(|| forbidden("PARTIJ_NIET_BEVOEGD", detail))
    }

    /// Bounds the numbers of one process, so that nobody who has its key can walk through all of them.
    fn take_numbers(
        &self,
        asker: &Asker,
        caller: &Caller,
        inwoners: &[InwonerInvoer],
    ) -> Result<(), Problem> {
        let is_number = |inwoner: &&InwonerInvoer| matches!(inwoner, InwonerInvoer::Bsn(_));
        let count = inwoners.iter().filter(is_number).count();
        let now = self.held.register.clock().now();
        let taken = match asker {
            Asker::Subgraph(proof) => {
                let name = proof.subgraph().word();
                self.held.resolves.take_as(&[proof.issuer(), name], count, now)
            }
            Asker::HubFor(_) | Asker::Hub | Asker::Pep(_) => self.held.resolves.take(caller, count, now),
        };
        taken
            .then_some(())
            .ok_or_else(|| no_answer(RegisterError::TooManyLookups))
    }
}
