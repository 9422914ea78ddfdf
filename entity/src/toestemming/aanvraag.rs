//! Table `aanvraag`.

use sea_orm::entity::prelude::*;

/// A key that a client gave to what it recorded, so that a double submit does nothing twice.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "aanvraag")]
pub struct Model {
    /// The party of who gave it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub partij: String,
    /// Who gave it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub gebruiker: String,
    /// The key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sleutel: String,
    /// SHA-256 of what was recorded under it.
    pub inhoud_hash: String,
    /// What came of it: a conversation, a request.
    pub resultaat: Uuid,
    /// The version of the register that it made.
    pub versie: i64,
    /// When.
    pub op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
