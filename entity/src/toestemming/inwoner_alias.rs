//! Table `inwoner_alias`.

use sea_orm::entity::prelude::*;

/// An id of before a key rotation, and the one that holds now.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inwoner_alias")]
pub struct Model {
    /// The old id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The id under the current key.
    pub canoniek: String,
    /// The fingerprint of the key that made the old id.
    pub sleutel: String,
}

impl ActiveModelBehavior for ActiveModel {}
