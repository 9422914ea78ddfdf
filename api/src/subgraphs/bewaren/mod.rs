//! What was kept long enough is erased (AVG 5(1)(e)): per kind, counted from a moment of its own, as configured.
//!
//! A [`Kept`] knows what of one kind is due and how it is erased: in one transaction, so that a crash leaves it whole or
//! gone. An [`Eraser`] does it in small steps, each logged before it is taken. Replicas may do so at once: what one erases,
//! the other no longer finds.

mod consent;
mod eraser;
mod records;
mod rows;

use chrono::{DateTime, Utc};
pub use eraser::{Due, EraseError, Eraser};
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};

use super::{buurtteam::ReadyBuurtteamdossier, srw::ReadySrwDossier, trajectbegeleiding::ReadyTraject};
use crate::{domain::BewaarSoort, federation::SubgraphName};

/// Things of one kind that are kept for a time.
#[async_trait::async_trait]
trait Kept: Send + Sync {
    /// How many were due before this moment.
    async fn count(&self, db: &DatabaseConnection, before: DateTime<Utc>) -> Result<u64, DbErr>;

    /// Erases at most so many of those; how many.
    async fn erase(
        &self,
        tx: &DatabaseTransaction,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
        most: u64,
    ) -> Result<u64, DbErr>;
}

impl BewaarSoort {
    /// The subgraphs in whose databases such things are kept.
    pub fn rooms(self) -> &'static [SubgraphName] {
        use SubgraphName::{Buurtteam, Signalen, Srw, Toestemming, Trajectbegeleiding};
        match self {
            Self::Traject => &[Trajectbegeleiding],
            Self::SrwDossier | Self::Verwijzing => &[Srw],
            Self::BuurtteamDossier => &[Buurtteam],
            Self::Rectificatie => &[Trajectbegeleiding, Srw, Buurtteam],
            Self::Signaalgebeurtenis => &[Toestemming, Trajectbegeleiding, Srw, Buurtteam],
            Self::Signaal => &[Signalen],
            Self::Toestemmingsbewijs
            | Self::Toestemmingsverzoek
            | Self::Koppelcode
            | Self::Ontvangstbewijs
            | Self::Aanvraag => &[Toestemming],
        }
    }

    /// How such things are found and erased.
    fn kept(self) -> Box<dyn Kept> {
        match self {
            Self::Traject => Box::new(records::Records::<ReadyTraject>::new()),
            Self::SrwDossier => Box::new(records::Records::<ReadySrwDossier>::new()),
            Self::BuurtteamDossier => Box::new(records::Records::<ReadyBuurtteamdossier>::new()),
            Self::Verwijzing => Box::new(records::Verwijzingen),
            Self::Signaalgebeurtenis => Box::new(rows::signaalgebeurtenissen()),
            Self::Signaal => Box::new(rows::signalen()),
            Self::Rectificatie => Box::new(rows::Rectificaties),
            Self::Toestemmingsbewijs => Box::new(consent::Bewijzen),
            Self::Toestemmingsverzoek => Box::new(consent::Verzoeken),
            Self::Koppelcode => Box::new(rows::koppelcodes()),
            Self::Ontvangstbewijs => Box::new(rows::ontvangstbewijzen()),
            Self::Aanvraag => Box::new(rows::aanvragen()),
        }
    }
}
