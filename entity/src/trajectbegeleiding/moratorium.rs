//! Table `traject_moratorium`.

use sea_orm::entity::prelude::*;

/// A moratorium.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_moratorium")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// When it was asked.
    pub aangevraagd_op: Option<Date>,
    /// When it was granted.
    pub toegekend_op: Option<Date>,
    /// Since when.
    pub start: Option<Date>,
    /// Until when.
    pub einde: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
