//! Table `traject_termijn`.

use sea_orm::entity::prelude::*;

/// A deadline as the source holds it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_termijn")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// Which.
    pub code: String,
    /// When it began.
    pub start: Date,
    /// The last day.
    pub einde: Date,
    /// When it was met.
    pub gehaald_op: Option<Date>,
    /// Since when it is suspended (Awb 4:15).
    pub opgeschort_op: Option<Date>,
    /// When it lapsed.
    pub vervallen_op: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
