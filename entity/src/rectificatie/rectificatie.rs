//! Table `rectificatie`.

use sea_orm::entity::prelude::*;

/// What a party hears of what it saw: which groups of whom hold no longer, and nothing of what they were.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rectificatie")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its number, in commit order.
    pub volgnummer: i64,
    /// What was revoked.
    pub herroeping: Uuid,
    /// The party that is told.
    pub ontvanger: String,
    /// The party that owned the record.
    pub bronhouder: String,
    /// Whom it is about: the id by which the receiver asked.
    pub inwoner: String,
    /// Corrected, withdrawn or erased.
    pub soort: String,
    /// The groups that it saw: a JSON list of words.
    pub groepen: String,
    /// When, by the clock of this database.
    pub op: DateTimeUtc,
    /// When the receiver confirmed it.
    pub bevestigd_op: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
