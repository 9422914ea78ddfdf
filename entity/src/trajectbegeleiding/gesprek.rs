//! Table `traject_gesprek`.

use sea_orm::entity::prelude::*;

/// A conversation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_gesprek")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// What kind.
    pub soort: String,
    /// When.
    pub datum: Date,
}

impl ActiveModelBehavior for ActiveModel {}
