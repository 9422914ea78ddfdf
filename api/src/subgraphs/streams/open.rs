use std::{
    collections::{BTreeSet, HashMap},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use sea_orm::DbErr;
use tokio::sync::Notify;

use super::Standen;
use crate::domain::InwonerId;

/// Which streams are open, by the residents that they watch.
#[derive(Default)]
pub(super) struct Open {
    watched: Mutex<HashMap<InwonerId, Watched>>,
    next: AtomicU64,
    lost: AtomicBool,
}

#[derive(Default)]
struct Watched {
    streams: HashMap<u64, Arc<Notify>>,
    /// How the resident's records stood when they were last looked at.
    stand: Option<u64>,
}

impl Open {
    fn lock(&self) -> MutexGuard<'_, HashMap<InwonerId, Watched>> {
        self.watched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everybody who is watched.
    pub(super) fn inwoners(&self) -> Vec<InwonerId> {
        self.lock().keys().cloned().collect()
    }

    /// Wakes the streams of these residents.
    pub(super) fn wake<'a>(&self, inwoners: impl IntoIterator<Item = &'a InwonerId>) {
        let watched = self.lock();
        for watched in inwoners.into_iter().filter_map(|inwoner| watched.get(inwoner)) {
            watched.wake();
        }
    }

    /// Wakes all streams.
    pub(super) fn wake_all(&self) {
        self.lock().values().for_each(Watched::wake);
    }

    /// Notes how the records of these residents stand, and wakes the streams of those that stood otherwise.
    pub(super) fn note(&self, inwoners: &[InwonerId], standen: &HashMap<InwonerId, u64>) {
        let mut watched = self.lock();
        for inwoner in inwoners {
            if let Some(watched) = watched.get_mut(inwoner) {
                let now = standen.get(inwoner).copied().unwrap_or_default();
                if watched.stand.replace(now).is_some_and(|before| before != now) {
                    watched.wake();
                }
            }
        }
    }

    /// Notes whether the register can still be followed; every stream looks at that when it is woken.
    pub(super) fn set_lost(&self, lost: bool) {
        self.lost.store(lost, Ordering::SeqCst);
        self.wake_all();
    }
}

impl Watched {
    /// A stream that is at work looks once more when it is done: the latest state counts, not each of them.
    fn wake(&self) {
        self.streams.values().for_each(|stream| stream.notify_one());
    }
}

/// One open stream, for as long as this is kept.
pub struct Watching {
    open: Arc<Open>,
    records: Arc<dyn Standen>,
    number: u64,
    inwoners: BTreeSet<InwonerId>,
    woken: Arc<Notify>,
}

impl Watching {
    pub(super) fn new(open: Arc<Open>, records: Arc<dyn Standen>) -> Self {
        let number = open.next.fetch_add(1, Ordering::Relaxed);
        Self {
            open,
            records,
            number,
            inwoners: BTreeSet::new(),
            woken: Arc::default(),
        }
    }

    /// Watches these residents too; `true` when some of them were not watched yet, so that what was decided before
    /// must be decided anew.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn also(&mut self, inwoners: impl IntoIterator<Item = InwonerId>) -> Result<bool, DbErr> {
        let new: Vec<InwonerId> = inwoners
            .into_iter()
            .filter(|inwoner| !self.inwoners.contains(inwoner))
            .collect();
        if new.is_empty() {
            return Ok(false);
        }
        {
            let mut watched = self.open.lock();
            for inwoner in &new {
                let streams = &mut watched.entry(inwoner.clone()).or_default().streams;
                streams.insert(self.number, Arc::clone(&self.woken));
            }
        }
        self.inwoners.extend(new.iter().cloned());
        let standen = self.records.standen(&new).await?;
        self.open.note(&new, &standen);
        Ok(true)
    }

    /// Comes when something may have changed for these residents since it came last.
    pub async fn woken(&self) {
        self.woken.notified().await;
    }

    /// Whether the register can no longer be followed.
    pub fn is_lost(&self) -> bool {
        self.open.lost.load(Ordering::SeqCst)
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let mut watched = self.open.lock();
        for inwoner in &self.inwoners {
            let is_last = watched.get_mut(inwoner).is_some_and(|watched| {
                watched.streams.remove(&self.number);
                watched.streams.is_empty()
            });
            if is_last {
                watched.remove(inwoner);
            }
        }
    }
}
