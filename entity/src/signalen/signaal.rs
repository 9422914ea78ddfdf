//! Table `signaal`.

use sea_orm::entity::prelude::*;

/// A message to a party that something happened.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signaal")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Its number among those of its receiver, in commit order.
    pub volgnummer: i64,
    /// What kind.
    pub soort: String,
    /// How urgent it is.
    pub ernst: String,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party where it happened.
    pub bronhouder: String,
    /// The party that is told.
    pub ontvanger: String,
    /// Whether it is an own record of that party: it submitted the referral.
    pub als_indiener: bool,
    /// When it happened, by the clock of this database.
    pub op: DateTimeUtc,
    /// The groups that tell as much as this signal: a JSON list of words; the least group of its kind where it is
    /// empty. Of a consent the groups that it names.
    pub groepen: String,
    /// When the receiver confirmed it.
    pub bevestigd_op: Option<DateTimeUtc>,
    /// What it comes of, as its owner tells: opaque. When that holds no longer, the signal is `VERVALLEN`: it names nobody,
    /// and only keeps its place.
    pub herkomst: Option<Uuid>,
    /// When it was first told to its receiver.
    pub verteld_op: Option<DateTimeUtc>,
    /// Since when it holds no longer, of one that was told.
    pub vervallen_op: Option<DateTimeUtc>,
    /// The place among what was told to this receiver and holds no longer, by the counter of its numbers.
    pub vervallen_nummer: Option<i64>,
}

impl ActiveModelBehavior for ActiveModel {}
