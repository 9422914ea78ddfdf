//! Table `traject_crisis`.

use sea_orm::entity::prelude::*;

/// An episode of crisis.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_crisis")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// Since when.
    pub start: Date,
    /// Until when.
    pub einde: Option<Date>,
    /// When it became known, where the source says so.
    pub bekend_op: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
