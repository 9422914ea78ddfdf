//! Table `buurtteam_contactmoment`.

use sea_orm::entity::prelude::*;

/// A day on which there was contact.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "buurtteam_contactmoment")]
pub struct Model {
    /// The dossier that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// When.
    pub datum: Date,
}

impl ActiveModelBehavior for ActiveModel {}
