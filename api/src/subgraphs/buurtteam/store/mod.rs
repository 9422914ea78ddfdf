//! The buurtteamdossiers of all owners in this subgraph, reached per bronhouder.

mod caseload;
mod due;
mod publish;
mod read;
mod rows;

use sea_orm::DatabaseConnection;

pub use due::DueBuurtteamdossiers;
pub use publish::{ReadyBuurtteamdossier, leaving, publish, publish_many};

/// The buurtteamdossiers as the way of a request reads them.
#[derive(Clone, Debug)]
pub struct BuurtteamBron {
    db: DatabaseConnection,
}

impl BuurtteamBron {
    /// The buurtteamdossiers in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }
}
