use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, TransactionTrait};
use uuid::Uuid;

use super::{
    Aanvraag, RegisterStore, StoredEvent, VerzoekEvent, aanvragen, events, happened, ids, stand,
    trajecten::{self, Trajectbericht},
    verzoeken,
};
use crate::{domain::InwonerId, subgraphs::outbox};

/// What the register holds of one resident, in order of version.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// Grants, refusals, objections, and what became of them.
    pub events: Vec<StoredEvent>,
    /// Requests, and what became of them.
    pub verzoeken: Vec<VerzoekEvent>,
}

/// What is to be added, all or nothing.
#[derive(Clone, Debug, Default)]
pub struct Additions {
    /// Grants, refusals, objections, and what becomes of them.
    pub events: Vec<StoredEvent>,
    /// Requests, and what becomes of them.
    pub verzoeken: Vec<VerzoekEvent>,
    /// What owners told of the trajecten to which grants are bound; the store adds it itself.
    pub(in crate::subgraphs::toestemming) berichten: Vec<Trajectbericht>,
}

/// What came of recording something.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// It was added, and holds from this version on; nothing may have been left to add.
    Now(i64, Additions),
    /// The same had been recorded under the same key: what came of it then, and from which version it holds.
    Before(i64, Uuid),
    /// Under the same key something else had been recorded.
    Conflict,
}

impl Additions {
    pub(super) fn count(&self) -> usize {
        self.events.len() + self.verzoeken.len() + self.berichten.len()
    }

    /// Numbers them on from a version.
    pub(super) fn number_from(&mut self, versie: i64) {
        let events = self.events.iter_mut().map(|stored| &mut stored.event.versie);
        let verzoeken = self.verzoeken.iter_mut().map(|event| &mut event.versie);
        let berichten = self.berichten.iter_mut().map(|bericht| &mut bericht.versie);
        for (place, versie) in events.chain(verzoeken).chain(berichten).zip(versie + 1..) {
            *place = versie;
        }
    }
}

impl From<Vec<StoredEvent>> for Additions {
    fn from(events: Vec<StoredEvent>) -> Self {
        Self {
            events,
            ..Self::default()
        }
    }
}

impl RegisterStore {
    /// What the register holds of a resident, to look at: what is to be recorded is checked by [`Self::append`].
    pub async fn history_of(&self, inwoner: &InwonerId) -> Result<History, DbErr> {
        read(&self.db, inwoner).await
    }

    /// Records something of a resident in one transaction, after a check on what stands there by then: `decide`
    /// gets it and says what to add. `None`, and nothing is written, where another inrichting than this version's holds by
    /// then: what is to be recorded was checked by rules that don't hold any more.
    ///
    /// Under an `aanvraag` the same is recorded once, however often it is sent. With what is added the resident's id is
    /// kept, so that it survives a change of the present key (`fingerprint`).
    ///
    /// # Errors
    /// Those of `decide`, and the database's; then nothing is written.
    pub async fn append<E: From<DbErr>>(
        &self,
        inwoner: &InwonerId,
        fingerprint: &str,
        inrichting: i64,
        aanvraag: Option<&Aanvraag>,
        decide: impl FnOnce(&History) -> Result<Additions, E> + Send,
    ) -> Result<Option<Recorded>, E> {
        let transaction = self.db.begin().await?;
        // Takes the lock first; the versions that are really needed follow.
        let stand = stand::advance(&transaction, 0).await?;
        if stand.inrichting != inrichting {
            transaction.rollback().await?;
            return Ok(None);
        }
        if let Some(aanvraag) = aanvraag
            && let Some(earlier) = aanvragen::find(&transaction, aanvraag).await?
        {
            transaction.rollback().await?;
            return Ok(Some(earlier));
        }
        let history = read(&transaction, inwoner).await?;
        let mut added = decide(&history)?;
        if added.count() == 0 {
            transaction.rollback().await?;
            return Ok(Some(Recorded::Now(stand.versie, added)));
        }
        trajecten::hang_on(&transaction, &mut added).await?;
        added.number_from(stand.versie);
        let name = [ids::Alias::itself(inwoner, fingerprint)];
        ids::insert_aliases(&transaction, &name, fingerprint).await?;
        let versie = write(&transaction, &added, aanvraag).await?;
        for (op, gebeurd) in happened::derive(&history, &added) {
            outbox::write(&transaction, gebeurd, op).await?;
        }
        self.commit(transaction).await?;
        Ok(Some(Recorded::Now(versie, added)))
    }
}

pub(super) async fn read(db: &impl ConnectionTrait, inwoner: &InwonerId) -> Result<History, DbErr> {
    Ok(History {
        events: events::read_all(db, inwoner).await?,
        verzoeken: verzoeken::read_all(db, inwoner).await?,
    })
}

pub(super) async fn write(
    transaction: &DatabaseTransaction,
    added: &Additions,
    aanvraag: Option<&Aanvraag>,
) -> Result<i64, DbErr> {
    let count = i64::try_from(added.count()).map_err(|error| DbErr::Custom(error.to_string()))?;
    let stand = stand::advance(transaction, count).await?;
    events::write_all(transaction, &added.events).await?;
    verzoeken::write_all(transaction, &added.verzoeken).await?;
    trajecten::write_all(transaction, &added.berichten).await?;
    if let Some(aanvraag) = aanvraag {
        aanvragen::keep(transaction, aanvraag, stand.versie).await?;
    }
    Ok(stand.versie)
}
