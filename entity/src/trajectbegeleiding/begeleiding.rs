//! Table `traject_begeleiding`.

use sea_orm::entity::prelude::*;

/// Guidance.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_begeleiding")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// What kind, absent when the source does not say.
    pub soort: Option<String>,
    /// Since when.
    pub start: Option<Date>,
    /// Until when.
    pub einde: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
