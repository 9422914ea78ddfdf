//! Table `koppeling`.

use sea_orm::entity::prelude::*;

/// A party's own client number, bound to an inwoner.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "koppeling")]
pub struct Model {
    /// The party whose number it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub partij: String,
    /// The party's own number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub eigen_nummer: String,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The team that works with the inwoner.
    pub team: Option<String>,
    /// The worker whose caseload it is.
    pub medewerker: Option<String>,
    /// By what it was bound.
    pub grondslag: String,
    /// When it was bound.
    pub gemaakt_op: DateTimeUtc,
    /// The binding as table `betrokkenheid` names it.
    pub onderwerp: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
