//! The register's records: events that are only added, and what hangs on ids.

mod betrokkenheid;
mod events;
mod ids;
mod inrichting;
mod koppelingen;
mod openingen;
mod stand;

use sea_orm::DatabaseConnection;

pub use events::{Bewijs, NewEvent, StoredEvent};
pub use koppelingen::{Koppelcode, Koppeling, RedeemError};
pub use openingen::{Beoordeling, NewOpening, OpeningPage, ReviewError, StoredOpening};
pub use stand::Stand;

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
