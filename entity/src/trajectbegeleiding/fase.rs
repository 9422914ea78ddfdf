//! Table `traject_fase`.

use sea_orm::entity::prelude::*;

/// A phase and since when.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_fase")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// The phase.
    pub fase: String,
    /// Since when.
    pub sinds: Date,
    /// Until when, where the source says so.
    pub tot: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
