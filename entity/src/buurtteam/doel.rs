//! Table `buurtteam_doel`.

use sea_orm::entity::prelude::*;

/// A behaviour goal.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "buurtteam_doel")]
pub struct Model {
    /// The dossier that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// The goal in a few words.
    pub onderwerp: String,
    /// How far it is.
    pub status: String,
    /// Since when.
    pub sinds: Date,
}

impl ActiveModelBehavior for ActiveModel {}
