use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        codes::sha256,
        grant::{Herkomst, checked_grant, events_of_grant},
        store::{Aanvraag, Recorded},
        types::ToestemmingInvoer,
    },
    LocalRegister, Present,
};
use crate::{request::authenticate::Caller, subgraphs::common::ClientError};

/// What came of a consent that was taken over from an earlier system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TakenOver {
    /// It holds from now on.
    Nieuw,
    /// It had been taken over before.
    Ongewijzigd,
}

impl LocalRegister {
    /// Takes a consent over that an earlier system recorded under `bron_id`: it starts now, and when it was given is
    /// evidence. The resident is named by the id under which records are kept.
    ///
    /// # Errors
    /// `INVOER_ONGELDIG` with every fault; `PARTIJ_NIET_BEVOEGD` for what doesn't concern the caller's party;
    /// `AANVRAAG_CONFLICT` when something else was taken over under this id.
    pub async fn take_over(
        &self,
        caller: &Caller,
        bron_id: &str,
        invoer: ToestemmingInvoer,
        verleend_op: DateTime<Utc>,
    ) -> Result<TakenOver, ClientError> {
        let kept = invoer.inwoner.clone();
        let gesprek = Uuid::now_v7();
        let aanvraag = Aanvraag {
            door: (caller.partij().clone(), caller.gebruiker().to_owned()),
            sleutel: format!("import {bron_id}"),
            inhoud_hash: sha256(&format!("{verleend_op} {invoer:?}")),
            resultaat: gesprek,
            op: self.clock.now(),
        };
        // What was taken over once stays as it was, also when it couldn't be granted any more today.
        let decide = |at: Present<'_>| {
            let herkomst = Herkomst::Gemigreerd(verleend_op);
            let grant = checked_grant(caller, at.inrichting, invoer.clone(), herkomst, at.now)?;
            events_of_grant(caller, at.inrichting, &grant, &kept, gesprek, at.history, at.now)
        };
        match self.record(&kept, Some(&aanvraag), decide).await? {
            Recorded::Now(..) => Ok(TakenOver::Nieuw),
            Recorded::Before(..) => Ok(TakenOver::Ongewijzigd),
            Recorded::Conflict => Err(ClientError::AanvraagConflict),
        }
    }
}
