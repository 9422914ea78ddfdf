//! Table `traject_voorziening`.

use sea_orm::entity::prelude::*;

/// A provisional order of the court (voorlopige voorziening).
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_voorziening")]
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
}

impl ActiveModelBehavior for ActiveModel {}
