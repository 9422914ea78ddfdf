//! The register's records: events that are only added, and what hangs on ids.

mod aanvragen;
mod append;
mod betrokkenheid;
mod events;
mod ids;
mod inrichting;
mod koppelingen;
mod ontvangstbewijzen;
mod openingen;
mod stand;
mod verzoeken;

use sea_orm::DatabaseConnection;

pub use aanvragen::Aanvraag;
pub use append::{Additions, History, Recorded};
pub use events::{Bewijs, StoredEvent, Vastlegging};
pub use koppelingen::{Koppelcode, Koppeling, RedeemError};
pub use ontvangstbewijzen::Ontvangstcode;
pub use openingen::{Beoordeling, NewOpening, OpeningPage, ReviewError, StoredOpening};
pub use stand::Stand;
pub use verzoeken::{VerzoekDeel, VerzoekEvent, VerzoekSoort};

/// The register's database.
#[derive(Clone, Debug)]
pub struct RegisterStore {
    db: DatabaseConnection,
}

impl RegisterStore {
    /// The store in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    /// The database, for the room's own log.
    pub fn db(&self) -> &DatabaseConnection {
        &self.db
    }
}
