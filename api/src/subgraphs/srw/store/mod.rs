//! The SRW-dossiers of all owners in this subgraph, reached per bronhouder.

mod caseload;
mod due;
mod indiening;
mod publish;
mod read;
mod rows;
mod werklijst;

use sea_orm::DatabaseConnection;

pub use due::DueVerwijzingen;
pub use indiening::{
    EigenDossier, EigenVerwijzingen, Indiening, Stap, StapError, Submitted, Vindplaats, advance, find_kant,
    find_submitted, submit,
};
pub use publish::{ReadySrwDossier, leaving, publish, publish_many};
pub use werklijst::Werklijst;

/// The SRW-dossiers as the way of a request reads them.
#[derive(Clone, Debug)]
pub struct SrwBron {
    db: DatabaseConnection,
}

impl SrwBron {
    /// The SRW-dossiers in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }
}
