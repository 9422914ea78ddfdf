use std::{sync::Arc, time::Duration};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Bewaring, Vooruitblik, overview};
use crate::{
    clock::day_in_amsterdam,
    domain::PartijId,
    federation::SubgraphName,
    logbook::EXPIRING,
    register::RegisterError,
    request::log::{DisclosureLog, LogUnreachable},
    subgraphs::{buurtteam, common::Parts, srw, trajectbegeleiding},
};

/// Erases the records of one room whose time is over.
///
/// Replicas may do so at once: each record is looked at under its lock, and who comes second finds none. Each is erased in
/// a transaction of its own, so that a process that dies leaves whole records.
#[derive(Clone)]
pub struct Eraser {
    parts: Parts,
    log: DisclosureLog,
    bewaard: Arc<[Box<dyn Bewaring>]>,
}

/// Why nothing more is erased: what was, stays so.
#[derive(Debug, thiserror::Error)]
pub enum BewaarError {
    /// The database.
    #[error("the records cannot be read")]
    Database(#[from] sea_orm::DbErr),
    /// The register, which has the terms.
    #[error("nobody tells how long records are kept")]
    Register(#[from] RegisterError),
    /// The log: what isn't written down isn't done.
    #[error("the log cannot be written")]
    Log(#[from] LogUnreachable),
}

/// How many are erased by one line of the log.
const PORTION: usize = 100;

/// How often it looks: terms are counted in days.
const LOOK: Duration = Duration::from_secs(3600);

impl Eraser {
    /// Who erases in this room; `None` where no owner keeps records.
    pub fn of(name: SubgraphName, parts: &Parts) -> Option<Self> {
        let bewaard: Vec<Box<dyn Bewaring>> = match name {
            SubgraphName::Trajectbegeleiding => trajectbegeleiding::bewaard(),
            SubgraphName::Srw => srw::bewaard(),
            SubgraphName::Buurtteam => buurtteam::bewaard(),
            SubgraphName::Toestemming | SubgraphName::Signalen => return None,
        };
        Some(Self {
            parts: parts.clone(),
            log: DisclosureLog::new(parts.db.clone()),
            bewaard: bewaard.into(),
        })
    }

    /// Erases for as long as it is polled.
    pub async fn keep(self) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            looks.tick().await;
            if let Err(error) = self.look().await {
                tracing::error!(%error, "records whose time is over are not erased");
            }
        }
    }

    /// Erases everything whose time is over by now; how much.
    ///
    /// # Errors
    /// [`BewaarError`]: what was erased before stays so.
    pub async fn look(&self) -> Result<usize, BewaarError> {
        let ingericht = self.parts.register.inrichting().await?;
        let now = self.parts.clock.now();
        let mut count = 0;
        for bewaard in self.bewaard.iter() {
            let soort = bewaard.soort();
            for partij in ingericht.inrichting.bewaarders(soort) {
                let termijn = ingericht.inrichting.bewaartermijn(&partij.id, soort);
                let grens = termijn.and_then(|termijn| termijn.grens(day_in_amsterdam(now)));
                if let Some(grens) = grens {
                    count += self.erase(bewaard.as_ref(), &partij.id, grens, now).await?;
                }
            }
        }
        if count > 0 {
            self.parts.bell.ring();
        }
        Ok(count)
    }

    /// What goes when, of whom: nothing is erased.
    ///
    /// # Errors
    /// [`BewaarError`].
    pub async fn look_ahead(&self) -> Result<Vec<Vooruitblik>, BewaarError> {
        let ingericht = self.parts.register.inrichting().await?;
        let today = day_in_amsterdam(self.parts.clock.now());
        let mut told = Vec::new();
        for bewaard in self.bewaard.iter() {
            let soort = bewaard.soort();
            for partij in ingericht.inrichting.bewaarders(soort) {
                let ended = bewaard.ended(&self.parts.db, &partij.id).await?;
                let termijn = ingericht.inrichting.bewaartermijn(&partij.id, soort);
                told.push(overview::of((&partij.id, bewaard.naam()), termijn, &ended, today));
            }
        }
        Ok(told)
    }

    async fn erase(
        &self,
        bewaard: &dyn Bewaring,
        bronhouder: &PartijId,
        grens: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<usize, BewaarError> {
        let mut over = bewaard.ended(&self.parts.db, bronhouder).await?;
        over.retain(|one| one.einde <= grens);
        let mut count = 0;
        for portion in over.chunks(PORTION) {
            let (naam, most) = (bewaard.naam(), portion.len());
            // Written before it is done: more than was erased in the end, where a source was faster, and never less.
            let what = format!("{naam} van {bronhouder}, geëindigd op of voor {grens}: {most}");
            self.log.note_by_itself(EXPIRING, now, &what).await?;
            for one in portion {
                let record = (bronhouder, one.bron_id.as_str());
                let is_erased = bewaard.expire(&self.parts.db, record, grens, now).await?;
                count += usize::from(is_erased);
            }
        }
        Ok(count)
    }
}
