use chrono::{DateTime, Utc};
use schakel_entity::toestemming::aanvraag::{ActiveModel, Entity};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use uuid::Uuid;

use super::Recorded;
use crate::domain::PartijId;

/// A key that a client gives to what it records, so that a double submit does nothing twice.
#[derive(Clone, Debug)]
pub struct Aanvraag {
    /// Who gave it: party and user; another's key is another key.
    pub door: (PartijId, String),
    /// The key.
    pub sleutel: String,
    /// SHA-256 of what is recorded, hexadecimal; without any BSN in it.
    pub inhoud_hash: String,
    /// What comes of it, if it is recorded now.
    pub resultaat: Uuid,
    /// When (UTC).
    pub op: DateTime<Utc>,
}

/// What was recorded under this key before.
pub(super) async fn find(db: &impl ConnectionTrait, aanvraag: &Aanvraag) -> Result<Option<Recorded>, DbErr> {
    let (partij, gebruiker) = aanvraag.door.clone();
    let key = (partij.as_str().to_owned(), gebruiker, aanvraag.sleutel.clone());
    let row = Entity::find_by_id(key).one(db).await?;
    Ok(row.map(|row| {
        if row.inhoud_hash == aanvraag.inhoud_hash {
            Recorded::Before(row.versie, row.resultaat)
        } else {
            Recorded::Conflict
        }
    }))
}

/// Keeps the key of what is recorded now.
pub(super) async fn keep(db: &impl ConnectionTrait, aanvraag: &Aanvraag, versie: i64) -> Result<(), DbErr> {
    let row = ActiveModel {
        partij: Set(aanvraag.door.0.as_str().to_owned()),
        gebruiker: Set(aanvraag.door.1.clone()),
        sleutel: Set(aanvraag.sleutel.clone()),
        inhoud_hash: Set(aanvraag.inhoud_hash.clone()),
        resultaat: Set(aanvraag.resultaat),
        versie: Set(versie),
        op: Set(aanvraag.op),
    };
    row.insert(db).await?;
    Ok(())
}
