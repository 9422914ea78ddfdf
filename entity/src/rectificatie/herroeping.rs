//! Table `herroeping`.

use sea_orm::entity::prelude::*;

/// Something that was told of a resident holds no longer: nothing of what it was.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "herroeping")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The record.
    pub record: Uuid,
    /// The party that owned it.
    pub bronhouder: String,
    /// Whom it was about: the id under which it was kept.
    pub inwoner: String,
    /// Every id by which somebody may have asked about them: a JSON list.
    pub namen: String,
    /// Corrected, withdrawn or erased.
    pub soort: String,
    /// The groups that hold no longer: a JSON list of words.
    pub groepen: String,
    /// Who looked from then on,
    pub van: DateTimeUtc,
    /// until then, hears of it.
    pub tot: DateTimeUtc,
    /// When it was revoked, by the clock of this database.
    pub op: DateTimeUtc,
    /// When was looked again for answers that were under way.
    pub nagekeken_op: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
