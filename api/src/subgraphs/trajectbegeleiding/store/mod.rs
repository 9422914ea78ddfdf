//! The trajecten of all owners in this subgraph, reached per bronhouder.

mod bewaren;
mod caseload;
mod children;
mod due;
mod export;
mod melding;
mod overlap;
mod publish;
mod rapportage;
mod read;
mod runs;
mod standen;
mod termijnen;
mod verloop;
mod vroegsignaal;
mod werklijst;

use std::sync::Arc;

use sea_orm::DatabaseConnection;

pub(in crate::subgraphs) use bewaren::bewaard;
pub use due::DueTrajecten;
pub use export::{OwnTraject, own_trajecten};
pub use melding::{mark_told, pending, running_owners};
pub use overlap::{Overlap, overlaps};
pub use publish::{ReadyTraject, leaving, publish, publish_many};
pub use rapportage::{Counted, Duur, Termijnstand, count};
pub use runs::runs;
pub use vroegsignaal::{
    HandleError, Look, Ontvangen, ReadyVroegsignaal, find_given, handle, of_ids, of_inwoners, places,
    receive, take_back,
};
pub use werklijst::Werklijst;

use crate::clock::Clock;

/// The trajecten as the way of a request reads them.
#[derive(Clone, Debug)]
pub struct TrajectBron {
    db: DatabaseConnection,
    clock: Arc<dyn Clock>,
}

impl TrajectBron {
    /// The trajecten in this database; the clock tells how deadlines stand.
    pub fn new(db: DatabaseConnection, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock }
    }
}
