use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{DatabaseConnection, DbErr};

use super::store;
use crate::{
    clock::{Clock, today_in_amsterdam},
    register::{Register, RegisterError, Trajectmeldingen},
    subgraphs::common::Parts,
};

/// Tells the register which trajecten run and which have ended, for the grants that are bound to them: after each
/// publication, and now and then that all of it still holds. While it doesn't, those grants open nothing.
pub struct Reporter {
    db: DatabaseConnection,
    register: Arc<dyn Register>,
    clock: Arc<dyn Clock>,
    /// When it last told that all still holds.
    refreshed: Mutex<Option<DateTime<Utc>>>,
}

/// Why the register could not be told.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The register.
    #[error(transparent)]
    Register(#[from] RegisterError),
    /// The records.
    #[error(transparent)]
    Database(#[from] DbErr),
}

/// How often it looks by itself: for what imports and other processes stored, and what ended by the calendar.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How long it waits after the register could not be told.
const TRY_AGAIN: Duration = Duration::from_secs(60);
/// What it told is refreshed so often while it may be relied on.
const REFRESHES: i32 = 4;

impl Reporter {
    /// The reporter of the trajecten in these parts.
    pub fn new(parts: &Parts) -> Self {
        Self {
            db: parts.db.clone(),
            register: Arc::clone(&parts.register),
            clock: Arc::clone(&parts.clock),
            refreshed: Mutex::default(),
        }
    }

    /// Tells what isn't told yet, and refreshes what was in time.
    ///
    /// # Errors
    /// [`ReportError`]; what was not told then is told later.
    pub async fn report(&self) -> Result<(), ReportError> {
        loop {
            let pending = store::pending(&self.db, today_in_amsterdam(&*self.clock)).await?;
            if pending.is_empty() {
                break;
            }
            let told = Trajectmeldingen {
                trajecten: pending.meldingen()?,
                bijgewerkt: BTreeSet::new(),
            };
            self.register.hear_of_trajecten(&told).await?;
            store::mark_told(&self.db, &pending).await?;
        }
        self.refresh().await
    }

    /// The same, for who goes on whatever comes of it.
    pub async fn report_or_warn(&self) {
        if let Err(error) = self.report().await {
            tracing::warn!(%error, "the register is told later how trajecten stand");
        }
    }

    /// Reports until it is dropped.
    pub async fn keep(self) {
        loop {
            let pause = match self.report().await {
                Ok(()) => LOOK_EVERY,
                Err(error) => {
                    tracing::warn!(%error, "the register is told later how trajecten stand");
                    TRY_AGAIN
                }
            };
            tokio::time::sleep(pause).await;
        }
    }

    async fn refresh(&self) -> Result<(), ReportError> {
        let now = self.clock.now();
        let minutes = self
            .register
            .inrichting()
            .await?
            .inrichting
            .trajectmelding_minuten;
        let every = TimeDelta::minutes(i64::from(minutes)) / REFRESHES;
        let last = *self.refreshed.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_some_and(|last| last <= now && now < last + every) {
            return Ok(());
        }
        let bijgewerkt: BTreeSet<_> = store::running_owners(&self.db).await?.into_iter().collect();
        if bijgewerkt.is_empty() {
            return Ok(());
        }
        let told = Trajectmeldingen {
            trajecten: Vec::new(),
            bijgewerkt,
        };
        self.register.hear_of_trajecten(&told).await?;
        *self.refreshed.lock().unwrap_or_else(PoisonError::into_inner) = Some(now);
        Ok(())
    }
}
