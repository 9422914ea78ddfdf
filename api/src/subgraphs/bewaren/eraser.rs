use std::{sync::Arc, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DatabaseConnection, DbErr};

use crate::{
    clock::Clock,
    config::{Bewaartermijn, RetentionConfig},
    domain::BewaarSoort,
    federation::SubgraphName,
    logbook::EXPIRING,
    request::log::{DisclosureLog, LogUnreachable},
    subgraphs::publishing::begin_writing,
};

/// Erases what was kept long enough in one database.
#[derive(Clone)]
pub struct Eraser {
    name: SubgraphName,
    db: DatabaseConnection,
    clock: Arc<dyn Clock>,
    config: Arc<RetentionConfig>,
}

/// How many things of one kind are due, and why.
#[derive(Clone, Debug)]
pub struct Due {
    /// In whose database.
    pub subgraph: SubgraphName,
    /// Of which kind.
    pub soort: BewaarSoort,
    /// How long they are kept; `None` for ever.
    pub termijn: Option<Bewaartermijn>,
    /// How many were kept longer.
    pub aantal: u64,
}

/// Why nothing more is erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// The database.
    #[error("the database cannot be read or written")]
    Database(#[from] DbErr),
    /// The log: what isn't logged isn't done.
    #[error(transparent)]
    Log(#[from] LogUnreachable),
}

/// How many things are erased in one transaction.
const BATCH: u64 = 100;

/// How often a process looks: an hour.
const LOOK: Duration = Duration::from_secs(3_600);

impl Eraser {
    /// Erases in the database of a subgraph, as configured.
    pub fn new(
        name: SubgraphName,
        db: DatabaseConnection,
        clock: Arc<dyn Clock>,
        config: Arc<RetentionConfig>,
    ) -> Self {
        Self {
            name,
            db,
            clock,
            config,
        }
    }

    /// In whose database it erases.
    pub fn name(&self) -> SubgraphName {
        self.name
    }

    /// Erases for as long as it is polled.
    pub async fn keep(self) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            match self.erase().await {
                Ok(0) => {}
                Ok(count) => {
                    tracing::info!(subgraph = %self.name, count, "what was kept long enough is erased")
                }
                Err(error) => tracing::error!(subgraph = %self.name, %error, "not all that is due is erased"),
            }
        }
    }

    /// What is due of each kind that is kept here; it erases nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn due(&self) -> Result<Vec<Due>, EraseError> {
        let now = self.clock.now();
        let mut due = Vec::new();
        for soort in self.kinds() {
            let termijn = self.config.of(soort).cloned();
            let aantal = match &termijn {
                Some(termijn) => soort.kept().count(&self.db, before(termijn, now)).await?,
                None => 0,
            };
            due.push(Due {
                subgraph: self.name,
                soort,
                termijn,
                aantal,
            });
        }
        Ok(due)
    }

    /// Erases all that is due; how much.
    ///
    /// # Errors
    /// [`EraseError`]: what was erased before stays so, and the rest is whole.
    pub async fn erase(&self) -> Result<u64, EraseError> {
        let now = self.clock.now();
        let mut count = 0;
        for soort in self.kinds() {
            if let Some(termijn) = self.config.of(soort) {
                count += self.erase_kind(soort, before(termijn, now), now).await?;
            }
        }
        Ok(count)
    }

    async fn erase_kind(
        &self,
        soort: BewaarSoort,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<u64, EraseError> {
        let kept = soort.kept();
        if kept.count(&self.db, before).await? == 0 {
            return Ok(0);
        }
        let log = DisclosureLog::new(self.db.clone());
        let what = format!("{soort} voor {}", before.to_rfc3339());
        let mut count = 0;
        loop {
            log.note_by_itself(EXPIRING, now, &what).await?;
            let tx = begin_writing(&self.db).await?;
            let erased = kept.erase(&tx, before, now, BATCH).await?;
            tx.commit().await?;
            count += erased;
            if erased < BATCH {
                return Ok(count);
            }
        }
    }

    fn kinds(&self) -> impl Iterator<Item = BewaarSoort> + use<> {
        let name = self.name;
        BewaarSoort::ALL
            .iter()
            .copied()
            .filter(move |soort| soort.rooms().contains(&name))
    }
}

fn before(termijn: &Bewaartermijn, now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(i64::from(termijn.dagen.get()))
}
