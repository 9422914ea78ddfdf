//! Table `signaalgebeurtenis`.

use sea_orm::entity::prelude::*;

/// Something that happened, written in the transaction of the change that it is derived from. It tells what kind of
/// thing happened to whom, and nothing of what stands in the record. One of kind `VERVALLEN` says that what came of its
/// origin before holds no longer, and names nobody.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signaalgebeurtenis")]
pub struct Model {
    /// Its number, in commit order and without a gap.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i64,
    /// Its id.
    pub id: Uuid,
    /// What kind.
    pub soort: String,
    /// Whom it is about: the id under which records are kept.
    pub inwoner: String,
    /// The party where it happened.
    pub bronhouder: String,
    /// A party that hears of it in its own right: the receiver that a consent names, or who submitted a referral.
    pub ontvanger: Option<String>,
    /// The groups that tell as much, of a consent those that it names: a JSON list of words.
    pub groepen: String,
    /// When it happened, by the clock of this database.
    pub op: DateTimeUtc,
    /// What it is known by, where the clock made it happen: there is one of each.
    pub sleutel: Option<String>,
    /// The record, about this resident, of which it tells: opaque. Absent where it tells of a consent.
    pub herkomst: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
