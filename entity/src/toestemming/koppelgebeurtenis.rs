//! Table `koppelgebeurtenis`.

use sea_orm::entity::prelude::*;

/// One change of a coupling: appended, never changed; `koppeling` holds how they stand.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "koppelgebeurtenis")]
pub struct Model {
    /// Its number, in commit order, among all events of the register.
    #[sea_orm(primary_key, auto_increment = false)]
    pub versie: i64,
    /// The party whose number it is.
    pub partij: String,
    /// The party's own number.
    pub eigen_nummer: String,
    /// Whom it stands for from now on: a hub id.
    pub inwoner: String,
    /// Whom it stood for before, where that was another.
    pub voorheen: Option<String>,
    /// The team that works with the inwoner.
    pub team: Option<String>,
    /// The worker whose caseload it is.
    pub medewerker: Option<String>,
    /// By what it was bound.
    pub grondslag: String,
    /// When, by the clock of this database.
    pub op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
