use std::{
    collections::{HashMap, HashSet},
    ops::Range,
    sync::Arc,
};

use sea_orm::DbErr;

use super::{RegisterStore, Sleutel, Sleutels, store::Alias};
use crate::{
    clock::Clock,
    domain::{Bsn, InwonerId},
};

/// All numbers of nine digits, the BSNs among them.
pub const VALID_BSNS: Range<u64> = 1..1_000_000_000;

/// So many numbers are tried between two reports.
const STRIDE: u64 = 1_000_000;

/// A change of the key that makes ids: every id that is stored gets a name under the new key.
pub struct Rotation {
    store: RegisterStore,
    clock: Arc<dyn Clock>,
    old: Sleutel,
    new: Sleutel,
    /// The stored ids, with the id that records are kept under.
    known: HashMap<InwonerId, InwonerId>,
    /// Whether numbers that fail the elfproef can be among them.
    has_test: bool,
}

/// What a rotation did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RotationOutcome {
    /// Residents with an id under the new key.
    pub mapped: usize,
    /// Residents whose number wasn't found: their ids keep working, but their number finds another id.
    pub unmatched: usize,
}

/// Why a rotation can't begin.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The key that the stored ids were made with isn't among the keys.
    #[error("the key that the stored ids were made with is not in `register.sleutels`")]
    OldKeyMissing,
    /// The register ran meanwhile.
    #[error("ids were added meanwhile, so nothing was changed: stop the register and begin again")]
    Running,
    /// The work was broken off.
    #[error("the work was broken off")]
    Broken(#[from] tokio::task::JoinError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DbErr),
}

impl Rotation {
    /// Prepares a rotation to the present key; `None` when the register has it already.
    ///
    /// # Errors
    /// [`RotationError::OldKeyMissing`] when the key in use isn't given.
    pub async fn prepare(
        store: RegisterStore,
        sleutels: Sleutels,
        clock: Arc<dyn Clock>,
    ) -> Result<Option<Self>, RotationError> {
        let new = sleutels.current().clone();
        let in_use = store.find_fingerprint().await?;
        if in_use.as_deref().is_none_or(|in_use| in_use == new.fingerprint()) {
            return Ok(None);
        }
        let old = sleutels
            .earlier()
            .iter()
            .find(|key| Some(key.fingerprint()) == in_use);
        let old = old.ok_or(RotationError::OldKeyMissing)?.clone();
        let known = store.all_aliases().await?;
        let has_test = store.has_test().await?;
        Ok(Some(Self {
            store,
            clock,
            old,
            new,
            known,
            has_test,
        }))
    }

    /// Tries the numbers of a range ([`VALID_BSNS`]; a test takes fewer), then writes all names in one
    /// transaction: a rotation that is broken off has changed nothing.
    ///
    /// # Errors
    /// The database, the work broken off, or a register that ran meanwhile.
    pub async fn run(
        self,
        numbers: Range<u64>,
        mut progressed: impl FnMut(u64),
    ) -> Result<RotationOutcome, RotationError> {
        let Self {
            store,
            clock,
            old,
            new,
            known,
            has_test,
        } = self;
        let (fingerprint, known_ids) = (new.fingerprint(), known.len());
        let residents: HashSet<InwonerId> = known.values().cloned().collect();
        let search = Arc::new(Search {
            old,
            new,
            known,
            has_test,
        });
        let mut names = Vec::new();
        let mut start = numbers.start;
        let workers = std::thread::available_parallelism().map_or(1, usize::from);
        while start < numbers.end {
            let mut running = Vec::with_capacity(workers);
            for _ in 0..workers {
                let stride = start..(start + STRIDE).min(numbers.end);
                start = stride.end;
                let search = Arc::clone(&search);
                running.push(tokio::task::spawn_blocking(move || search.names_in(stride)));
            }
            for found in running {
                names.extend(found.await?);
            }
            progressed(start - numbers.start);
        }
        let mapped: HashSet<&InwonerId> = names.iter().map(|alias| &alias.kept).collect();
        let outcome = RotationOutcome {
            mapped: mapped.len(),
            unmatched: residents.len() - mapped.len(),
        };
        let changed = store
            .change_key(&fingerprint, &names, known_ids, clock.now())
            .await?;
        changed.then_some(outcome).ok_or(RotationError::Running)
    }
}

struct Search {
    old: Sleutel,
    new: Sleutel,
    known: HashMap<InwonerId, InwonerId>,
    has_test: bool,
}

impl Search {
    /// The new names of the residents whose numbers lie in this range.
    fn names_in(&self, numbers: Range<u64>) -> Vec<Alias> {
        let sleutel = self.new.fingerprint();
        let found = numbers.filter_map(|number| {
            let bsn = format!("{number:09}");
            if !self.has_test && Bsn::new(&bsn).is_err() {
                return None;
            }
            let kept = self.known.get(&self.old.id_of(&bsn))?;
            Some(Alias {
                id: self.new.id_of(&bsn),
                kept: kept.clone(),
                sleutel: sleutel.clone(),
            })
        });
        found.collect()
    }
}
