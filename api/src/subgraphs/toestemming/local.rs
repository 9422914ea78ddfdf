mod offer;
mod ontvangst;
mod record;
mod referable;
mod resolve;
mod snapshot;
mod take_over;
mod trajecten;

pub use record::Present;
pub use take_over::TakenOver;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sea_orm::DbErr;

use super::{CodeLimit, LookupLimit, RegisterStore, Sleutels};
use crate::{
    clock::Clock,
    domain::{InwonerId, PartijId},
    publication::InwonerInvoer,
    register::{
        Changed, Changes, HEARTBEAT, Herspeelvraag, Ingericht, Oordeel, Register, RegisterError, Resolved,
        TestNumbers, Trajectmeldingen,
    },
    request::{
        authenticate::Caller,
        decide::{Aanbodvraag, Uitslag, Vraag, decide},
    },
};

/// The register in the process that holds its database.
pub struct LocalRegister {
    store: RegisterStore,
    sleutels: Sleutels,
    lookups: LookupLimit,
    codes: CodeLimit,
    clock: Arc<dyn Clock>,
    /// The inrichting that was read last; used only when the register still stands on its version.
    inrichting: Mutex<Option<Arc<Ingericht>>>,
}

/// How often the version is looked at where no bell rings: several processes on one SQLite file.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// Why the register can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum LocalRegisterError {
    /// The ids in it were made with another key.
    #[error("the ids in the register were made with another key: run `schakel sleutel roteren` first")]
    OtherKey,
    /// The database.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl LocalRegister {
    /// Opens the register; an empty one takes the present key.
    ///
    /// # Errors
    /// [`LocalRegisterError::OtherKey`] when its ids were made with another key: with it, no look-up would
    /// find anybody.
    pub async fn open(
        store: RegisterStore,
        sleutels: Sleutels,
        lookups: LookupLimit,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, LocalRegisterError> {
        let fingerprint = sleutels.current().fingerprint();
        match store.find_fingerprint().await? {
            None if store.change_key(&fingerprint, &[], 0, clock.now()).await? => {}
            Some(noted) if noted == fingerprint => {}
            None | Some(_) => return Err(LocalRegisterError::OtherKey),
        }
        Ok(Self {
            store,
            sleutels,
            lookups,
            codes: CodeLimit::default(),
            clock,
            inrichting: Mutex::default(),
        })
    }

    /// The records behind it.
    pub fn store(&self) -> &RegisterStore {
        &self.store
    }

    /// The name of the present key.
    pub fn fingerprint(&self) -> String {
        self.sleutels.current().fingerprint()
    }

    /// The bound on the codes of receipts that are tried.
    pub fn codes(&self) -> &CodeLimit {
        &self.codes
    }

    /// The clock that decides.
    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The same clock, to be kept.
    pub fn shared_clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// Tells what changed for these residents since a version, as far as it touches the records of these owners; `None` for all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn changes_of(
        &self,
        since: i64,
        inwoners: &[InwonerId],
        owners: Option<&BTreeSet<PartijId>>,
    ) -> Result<Changes, RegisterError> {
        let changes = async {
            let stand = self.store.stand().await?;
            let changed = if stand.versie == since {
                Changed::Inwoners(Default::default())
            } else if stand.inrichting > since {
                Changed::Everybody
            } else {
                let canonical = self.store.canonical(inwoners).await?;
                let kept: Vec<_> = canonical.values().cloned().collect();
                let touched = self.store.changed_since(since, &kept, owners).await?;
                Changed::Inwoners(
                    canonical
                        .into_iter()
                        .filter(|(_, kept)| touched.contains(kept))
                        .map(|(asked, _)| asked)
                        .collect(),
                )
            };
            Ok(Changes {
                registerversie: stand.versie,
                changed,
            })
        };
        changes
            .await
            .map_err(|error: DbErr| RegisterError::unreachable(error))
    }

    async fn ingericht(&self, versie: i64) -> Result<Arc<Ingericht>, DbErr> {
        let kept = self
            .inrichting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(kept) = kept.filter(|kept| kept.versie == versie) {
            return Ok(kept);
        }
        let inrichting = Arc::new(self.store.get_inrichting(versie).await?);
        let read = Arc::new(Ingericht { versie, inrichting });
        *self.inrichting.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&read));
        Ok(read)
    }

    async fn decide_all(
        &self,
        caller: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, DbErr> {
        let canonical = self.store.canonical(inwoners).await?;
        // The version first: events are only added and become visible in order, so all up to it are there.
        let stand = self.store.stand().await?;
        let ingericht = self.ingericht(stand.inrichting).await?;
        let op = self.clock.now();
        let besluiten = if vragen.is_empty() {
            Vec::new()
        } else {
            let partij = std::slice::from_ref(caller.partij());
            let beeld = self.snapshot(stand, &ingericht, &canonical, partij).await?;
            vragen
                .into_iter()
                .map(|vraag| decide(caller, vraag, &beeld, op))
                .collect()
        };
        Ok(Oordeel {
            registerversie: stand.versie,
            inrichting_versie: stand.inrichting,
            op,
            besluiten,
            canonical,
        })
    }
}

#[async_trait::async_trait]
impl Register for LocalRegister {
    async fn evaluate(
        &self,
        caller: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError> {
        self.decide_all(caller, inwoners, vragen)
            .await
            .map_err(RegisterError::unreachable)
    }

    async fn changes(&self, since: i64, inwoners: &[InwonerId]) -> Result<Changes, RegisterError> {
        self.changes_of(since, inwoners, None).await
    }

    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError> {
        let mut heard = self.store.hear();
        let silence = tokio::time::sleep(HEARTBEAT);
        tokio::pin!(silence);
        loop {
            let stand = self.store.stand().await.map_err(RegisterError::unreachable)?;
            if stand.versie > versie {
                return Ok(stand.versie);
            }
            // Whoever waits keeps the store, and so its bell: it never goes.
            tokio::select! {
                _rung = heard.changed() => {}
                () = tokio::time::sleep(LOOK_EVERY) => {}
                () = &mut silence => return Ok(stand.versie),
            }
        }
    }

    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError> {
        let stand = self.store.stand().await.map_err(RegisterError::unreachable)?;
        self.ingericht(stand.inrichting)
            .await
            .map_err(RegisterError::unreachable)
    }

    async fn resolve(
        &self,
        caller: &Caller,
        inwoners: Vec<InwonerInvoer>,
        test: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError> {
        resolve::resolve(self, caller, inwoners, test).await
    }

    async fn referable(
        &self,
        caller: &Caller,
        inwoner: &InwonerId,
        ontvanger: &PartijId,
    ) -> Result<Option<Resolved>, RegisterError> {
        referable::referable(self, caller, inwoner, ontvanger).await
    }

    async fn names(&self, _: &Caller, inwoner: &InwonerId) -> Result<Vec<InwonerId>, RegisterError> {
        let names = self.store.names_of(inwoner).await;
        names.map_err(RegisterError::unreachable)
    }

    async fn gekoppelden(&self, caller: &Caller) -> Result<Vec<InwonerId>, RegisterError> {
        let ingericht = self.inrichting().await?;
        let Some(partij) = ingericht.inrichting.find_partij(caller.partij()) else {
            return Ok(Vec::new());
        };
        let bound = self.store.bound_to(caller, partij.betrokkenheid).await;
        bound.map_err(RegisterError::unreachable)
    }

    async fn replay(
        &self,
        _: &Caller,
        vragen: Vec<Herspeelvraag>,
    ) -> Result<Vec<Option<Uitslag>>, RegisterError> {
        let mut decided = Vec::with_capacity(vragen.len());
        for vraag in vragen {
            decided.push(
                self.decide_again(&vraag)
                    .await
                    .map_err(RegisterError::unreachable)?,
            );
        }
        Ok(decided)
    }

    async fn offer(&self, vragen: Vec<Aanbodvraag>) -> Result<Vec<Vec<PartijId>>, RegisterError> {
        self.offer_all(&vragen).await.map_err(RegisterError::unreachable)
    }

    async fn hear_of_trajecten(&self, told: &Trajectmeldingen) -> Result<(), RegisterError> {
        self.keep_told(told).await.map_err(RegisterError::unreachable)
    }
}
