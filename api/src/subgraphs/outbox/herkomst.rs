use aws_lc_rs::digest;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::InwonerId;

/// What events come of: a record as far as it is about one resident. It is opaque, so that it may go to whoever follows an
/// outbox: of which record, and about whom, can't be read from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Herkomst(Uuid);

impl Herkomst {
    /// This record, about this resident.
    pub fn of(record: Uuid, inwoner: &InwonerId) -> Self {
        let what = format!("{record} {}", inwoner.as_str());
        let hash = digest::digest(&digest::SHA256, what.as_bytes());
        let mut bytes = [0; 16];
        for (byte, hashed) in bytes.iter_mut().zip(hash.as_ref()) {
            *byte = *hashed;
        }
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

impl From<Uuid> for Herkomst {
    fn from(stored: Uuid) -> Self {
        Self(stored)
    }
}

impl From<Herkomst> for Uuid {
    fn from(herkomst: Herkomst) -> Self {
        herkomst.0
    }
}
