//! Table `grafsteen`.

use sea_orm::entity::prelude::*;

/// The mark of a record that was erased for good: it doesn't come back.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "grafsteen")]
pub struct Model {
    /// SHA-256 of what kind of thing it was, whose, and its id at the source.
    #[sea_orm(primary_key, auto_increment = false)]
    pub kenmerk: String,
    /// On which ground it was erased.
    pub grond: String,
    /// When, by the clock of this database.
    pub op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
