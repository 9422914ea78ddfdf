use chrono::{DateTime, Utc};
use schakel_entity::toestemming::ontvangstbewijs::{ActiveModel, Entity};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DbErr, EntityTrait};
use uuid::Uuid;

use super::RegisterStore;
use crate::domain::{InwonerId, PartijId};

/// A code on a receipt; only its hash is kept.
#[derive(Clone, Debug)]
pub struct Ontvangstcode {
    /// SHA-256 of the code, hexadecimal.
    pub hash: String,
    /// The conversation that the receipt tells of.
    pub gesprek: Uuid,
    /// The resident, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// Who handed it out: party and user.
    pub door: (PartijId, String),
    /// When (UTC).
    pub op: DateTime<Utc>,
}

impl RegisterStore {
    /// Keeps the code of a receipt that is handed out.
    pub async fn keep_ontvangstcode(&self, code: &Ontvangstcode) -> Result<(), DbErr> {
        let row = ActiveModel {
            code_hash: Set(code.hash.clone()),
            gesprek: Set(code.gesprek),
            inwoner: Set(code.inwoner.as_str().to_owned()),
            door_partij: Set(code.door.0.as_str().to_owned()),
            door_gebruiker: Set(code.door.1.clone()),
            uitgegeven_op: Set(code.op),
        };
        row.insert(&self.db).await?;
        Ok(())
    }

    /// The conversation that a code stands for, by its hash.
    pub async fn find_gesprek_by_code(&self, hash: &str) -> Result<Option<Uuid>, DbErr> {
        let row = Entity::find_by_id(hash).one(&self.db).await?;
        Ok(row.map(|row| row.gesprek))
    }
}
