//! Table `ontvangstbewijs`.

use sea_orm::entity::prelude::*;

/// A receipt that was handed to an inwoner; of its code only the hash is kept.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ontvangstbewijs")]
pub struct Model {
    /// SHA-256 of the code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: String,
    /// The conversation that it tells of.
    pub gesprek: Uuid,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party that handed it out.
    pub door_partij: String,
    /// Who handed it out.
    pub door_gebruiker: String,
    /// When.
    pub uitgegeven_op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
