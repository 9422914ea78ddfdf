//! Table `buurtteam_leefgebied`.

use sea_orm::entity::prelude::*;

/// Self-reliance in one area of life.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "buurtteam_leefgebied")]
pub struct Model {
    /// The dossier that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// The area.
    pub gebied: String,
    /// Level of self-reliance, 1 (none) to 5 (fully).
    pub niveau: i32,
    /// When it was assessed.
    pub peildatum: Date,
}

impl ActiveModelBehavior for ActiveModel {}
