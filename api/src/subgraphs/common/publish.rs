//! What publishing has in common: who may, of whom, and what is answered.

use std::sync::Arc;

use async_graphql::SimpleObject;

use super::{ClientError, require_rol};
use crate::{
    domain::{RecordSoort, Rol},
    publication::{Fault, InwonerInvoer},
    register::{InwonerFault, Register, RegisterError, Resolved, TestNumbers},
    request::RequestContext,
    subgraphs::publishing::{PublicatieUitkomst, TerugtrekUitkomst},
};

/// The answer to a withdrawal of a record.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct Terugtrekking {
    /// What became of it.
    pub uitkomst: TerugtrekUitkomst,
}

/// What became of a published record, and of whom it is, as the caller named them.
pub struct PublishedOf {
    /// What became of it.
    pub uitkomst: PublicatieUitkomst,
    /// The residents, in the order published.
    pub inwoners: Vec<Resolved>,
}

/// Lets only a source system of a party that owns such records publish them.
///
/// # Errors
/// `ROL_NIET_BEVOEGD`, `PARTIJ_NIET_BEVOEGD`, or the register out of reach.
pub async fn require_houder(
    register: &Arc<dyn Register>,
    context: &RequestContext,
    soort: RecordSoort,
) -> Result<(), ClientError> {
    require_rol(context, &[Rol::Bronsysteem])?;
    let ingericht = register.inrichting().await?;
    let partij = ingericht.inrichting.find_partij(context.caller.partij());
    if partij.is_some_and(|partij| partij.houdt(soort)) { Ok(()) } else { Err(ClientError::PartijNietBevoegd) }
}

/// Finds the residents of a record; its own faults and theirs are told at once.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault; the register out of reach.
pub async fn resolve(
    register: &Arc<dyn Register>,
    context: &RequestContext,
    inwoners: Vec<InwonerInvoer>,
    field: impl Fn(usize) -> String,
    checked: Result<(), Vec<Fault>>,
) -> Result<Vec<Resolved>, ClientError> {
    let resolved = register.resolve(&context.caller, inwoners, TestNumbers::Known).await;
    let place = |(index, fault): (usize, InwonerFault)| {
        let (part, reason) = fault.words();
        Fault { field: format!("{}.{part}", field(index)), reason: reason.to_owned() }
    };
    match (checked, resolved) {
        (Ok(()), Ok(resolved)) => Ok(resolved),
        (Ok(()), Err(RegisterError::Inwoners(faults))) => {
            Err(ClientError::Input(faults.into_iter().map(place).collect()))
        }
        (Ok(()), Err(error)) => Err(error.into()),
        (Err(mut faults), Err(RegisterError::Inwoners(others))) => {
            faults.extend(others.into_iter().map(place));
            Err(ClientError::Input(faults))
        }
        (Err(faults), _) => Err(ClientError::Input(faults)),
    }
}
