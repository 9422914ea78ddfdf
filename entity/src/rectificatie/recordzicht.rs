//! Table `recordzicht`.

use sea_orm::entity::prelude::*;

/// Since when a record is in sight about a resident. Withdrawn, erased or moved away: no row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recordzicht")]
pub struct Model {
    /// The record.
    #[sea_orm(primary_key, auto_increment = false)]
    pub record: Uuid,
    /// Whom it is about: the id under which it is kept.
    #[sea_orm(primary_key, auto_increment = false)]
    pub inwoner: String,
    /// The party that owns it.
    pub bronhouder: String,
    /// The source's own id.
    pub bron_id: String,
    /// Since when, by the clock of this database.
    pub sinds: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
