//! Table `controlepunt`.

use sea_orm::entity::prelude::*;

/// A signed checkpoint of the log: what its first lines hash to.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "controlepunt")]
pub struct Model {
    /// How many lines it covers.
    #[sea_orm(primary_key, auto_increment = false)]
    pub grootte: i64,
    /// When it was signed.
    pub op: DateTimeUtc,
    /// The signed note, as others fetch it.
    pub nota: String,
}

impl ActiveModelBehavior for ActiveModel {}
