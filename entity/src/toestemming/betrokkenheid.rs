//! Table `betrokkenheid`.

use sea_orm::entity::prelude::*;

/// One event about who of a party works with an inwoner, or opened one: appended, never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "betrokkenheid")]
pub struct Model {
    /// Its number, in commit order: of the same row of numbers as those of table `gebeurtenis`.
    #[sea_orm(primary_key, auto_increment = false)]
    pub versie: i64,
    /// What kind.
    pub soort: String,
    /// The binding or the opening that it is about.
    pub onderwerp: Uuid,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party.
    pub partij: String,
    /// The team.
    pub team: Option<String>,
    /// The worker, by the user id of the party.
    pub medewerker: Option<String>,
    /// Until when an opening holds, not included.
    pub geldig_tot: Option<DateTimeUtc>,
    /// Why it was opened: one of a closed list.
    pub reden: Option<String>,
    /// What was said about it.
    pub toelichting: Option<String>,
    /// The party that recorded it.
    pub door_partij: String,
    /// Who recorded it.
    pub door_gebruiker: String,
    /// When it happened, by the clock of this database.
    pub op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
