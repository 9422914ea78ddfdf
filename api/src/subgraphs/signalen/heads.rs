//! How far the signals of each receiver go: what open streams wait for.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
    time::Duration,
};

use schakel_entity::signalen::ontvangerstand;
use sea_orm::{DatabaseConnection, DbErr, EntityTrait};
use tokio::{sync::watch, task::AbortHandle};

use crate::{domain::PartijId, subgraphs::Bell};

/// How often it is looked at where no bell rings: several processes on one SQLite file.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// The number of the last signal of each receiver, read once for all open streams of this process.
#[derive(Clone)]
pub struct Heads(Arc<Inner>);

struct Inner {
    db: DatabaseConnection,
    bell: Bell,
    /// `None` when it can't be read.
    known: watch::Sender<Option<BTreeMap<String, i64>>>,
    following: OnceLock<AbortHandle>,
}

impl Heads {
    /// Those in this database; `bell` rings when there are new signals.
    pub fn new(db: DatabaseConnection, bell: Bell) -> Self {
        Self(Arc::new(Inner {
            db,
            bell,
            known: watch::Sender::new(Some(BTreeMap::new())),
            following: OnceLock::new(),
        }))
    }

    /// Comes when this receiver has signals after this number: the number of the last one. `None` when nobody can tell any
    /// more.
    pub async fn risen_above(&self, ontvanger: &PartijId, volgnummer: i64) -> Option<i64> {
        self.follow();
        let mut known = self.0.known.subscribe();
        let is_above = |heads: &Option<BTreeMap<String, i64>>| {
            heads.as_ref().is_none_or(|heads| {
                let last = heads.get(ontvanger.as_str());
                last.is_some_and(|last| *last > volgnummer)
            })
        };
        let risen = known.wait_for(is_above).await.ok()?;
        risen.as_ref()?.get(ontvanger.as_str()).copied()
    }

    /// A process without streams follows nothing.
    fn follow(&self) {
        self.0.following.get_or_init(|| {
            let Inner { db, bell, known, .. } = &*self.0;
            let follow = follow(db.clone(), bell.hear(db), known.clone());
            tokio::spawn(follow).abort_handle()
        });
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(following) = self.following.get() {
            following.abort();
        }
    }
}

async fn follow(
    db: DatabaseConnection,
    mut heard: watch::Receiver<()>,
    known: watch::Sender<Option<BTreeMap<String, i64>>>,
) {
    loop {
        heard.mark_unchanged();
        let heads = read(&db).await.inspect_err(|error| {
            tracing::error!(%error, "nobody can tell whether there are new signals");
        });
        let heads = heads.ok();
        known.send_if_modified(|known| {
            let is_new = *known != heads;
            *known = heads;
            is_new
        });
        tokio::select! {
            _rung = heard.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

async fn read(db: &DatabaseConnection) -> Result<BTreeMap<String, i64>, DbErr> {
    let rows = ontvangerstand::Entity::find().all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.ontvanger, row.volgnummer))
        .collect())
}
