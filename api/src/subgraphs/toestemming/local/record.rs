use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{
    super::store::{Aanvraag, Additions, History, Recorded},
    LocalRegister,
};
use crate::{
    domain::{Inrichting, InwonerId},
    register::Register,
    subgraphs::common::ClientError,
};

/// What stands at the moment at which something is recorded; nothing else is recorded meanwhile, no inrichting applied.
#[derive(Clone, Copy)]
pub struct Present<'a> {
    /// What the register holds of the resident.
    pub history: &'a History,
    /// The rules that hold.
    pub inrichting: &'a Arc<Inrichting>,
    /// The moment (UTC). It rises with the version, but for clocks of several processes that differ.
    pub now: DateTime<Utc>,
}

impl LocalRegister {
    /// Records something of a resident after a check on what stands by then: `decide` gets it and says what to add. Under
    /// an `aanvraag` the same is recorded once, however often it is sent.
    ///
    /// # Errors
    /// Those of `decide`, and the database's; then nothing is written.
    pub(in crate::subgraphs::toestemming) async fn record(
        &self,
        inwoner: &InwonerId,
        aanvraag: Option<&Aanvraag>,
        decide: impl Fn(Present<'_>) -> Result<Additions, ClientError> + Send + Sync,
    ) -> Result<Recorded, ClientError> {
        loop {
            let ingericht = self.inrichting().await?;
            let by_then = |history: &History| {
                decide(Present {
                    history,
                    inrichting: &ingericht.inrichting,
                    now: self.clock.now(),
                })
            };
            let recorded = self
                .store
                .append(inwoner, &self.fingerprint(), ingericht.versie, aanvraag, by_then)
                .await?;
            // None where another inrichting was applied between reading it and the lock: it is read anew.
            if let Some(recorded) = recorded {
                return Ok(recorded);
            }
        }
    }
}
