//! The register's records: events that are only added, and what hangs on ids.

mod aanvragen;
mod aflopend;
mod append;
mod betrokkenheid;
mod events;
mod happened;
mod ids;
mod inrichting;
mod koppelingen;
mod ontvangstbewijzen;
mod openingen;
mod stand;
mod trajecten;
mod verzoeken;
mod wachtend;

use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr};
use tokio::sync::watch;

pub use aanvragen::Aanvraag;
pub use aflopend::{Moment, Momenten};
pub use append::{Additions, History, Recorded};
pub use events::{Bewijs, StoredEvent, Vastlegging};
pub use ids::Alias;
pub use koppelingen::{Koppelcode, Koppeling, RedeemError};
pub use ontvangstbewijzen::Ontvangstcode;
pub use openingen::{Beoordeling, NewOpening, OpeningPage, ReviewError, StoredOpening};
pub use stand::Stand;
pub use trajecten::{Told, told_by};
pub use verzoeken::{VerzoekDeel, VerzoekEvent, VerzoekSoort};
pub use wachtend::Voorstel;

use crate::subgraphs::Bell;

/// The register's database.
#[derive(Clone, Debug)]
pub struct RegisterStore {
    db: DatabaseConnection,
    bell: Bell,
}

/// Where processes that share a register tell each other that it has a new version.
const CHANNEL: &str = "schakel_register";

impl RegisterStore {
    /// The store in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self {
            db,
            bell: Bell::new(CHANNEL),
        }
    }

    /// Hears of every new version from now on, those that other processes write among them.
    pub fn hear(&self) -> watch::Receiver<()> {
        self.bell.hear(&self.db)
    }

    /// The bell that rings at every new version.
    pub fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Commits what made a new version, and tells everybody who waits for it.
    async fn commit(&self, transaction: DatabaseTransaction) -> Result<(), DbErr> {
        Bell::announce(CHANNEL, &transaction).await?;
        transaction.commit().await?;
        self.bell.ring();
        Ok(())
    }

    /// The database, for the room's own log.
    pub fn db(&self) -> &DatabaseConnection {
        &self.db
    }
}
