use chrono::{DateTime, Utc};

use crate::subgraphs::rectificaties::Names;

/// When something is published or revoked, and by which ids somebody may have asked about whom it was about.
#[derive(Clone, Debug)]
pub struct Moment {
    /// When, by the clock of the process.
    pub op: DateTime<Utc>,
    /// By which ids; of who isn't named, the id under which records are kept.
    pub names: Names,
}

impl From<DateTime<Utc>> for Moment {
    fn from(op: DateTime<Utc>) -> Self {
        Self {
            op,
            names: Names::default(),
        }
    }
}
