//! Table `grafsteen`.

use sea_orm::entity::prelude::*;

/// The mark of a record that was erased: it doesn't come back, or not as it was.
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
    /// Where its time was over: the last day on which what ended is past its term. Without it no version comes back.
    pub grens: Option<Date>,
    /// Where its time was over: the version that was erased. It and older ones stay away too.
    pub versie: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
