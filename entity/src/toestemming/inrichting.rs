//! Table `inrichting`.

use sea_orm::entity::prelude::*;

/// One version of the configuration: parties, roles, grounds, bundles; old ones stay, so that old decisions can be replayed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inrichting")]
pub struct Model {
    /// The version of the register at which it was applied.
    #[sea_orm(primary_key, auto_increment = false)]
    pub versie: i64,
    /// The whole configuration as JSON.
    pub document: String,
    /// SHA-256 of the document.
    pub hash: String,
    /// When it was applied.
    pub toegepast_op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
