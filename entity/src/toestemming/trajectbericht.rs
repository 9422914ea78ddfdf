//! Table `trajectbericht`.

use sea_orm::entity::prelude::*;

/// What an owner told of a traject to which a consent is bound: appended, never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trajectbericht")]
pub struct Model {
    /// Its number, in commit order: of the same row of numbers as those of table `gebeurtenis`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub versie: i64,
    /// What kind: `LOOPT`, or `BIJGEWERKT` of all that the owner told before.
    pub soort: String,
    /// The party that owns the traject.
    pub bronhouder: String,
    /// The traject, as its owner names it for this inwoner.
    pub traject: Option<Uuid>,
    /// Whose traject: a hub id.
    pub inwoner: Option<String>,
    /// Until when what the owner told may be relied on, not included.
    pub geldig_tot: Option<DateTimeUtc>,
    /// When it happened, by the clock of this database.
    pub op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
