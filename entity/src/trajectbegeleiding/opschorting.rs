//! Table `traject_opschorting`.

use sea_orm::entity::prelude::*;

/// A period in which the deadlines with one code don't run.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_opschorting")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// Which deadlines.
    pub termijn: String,
    /// The first day on which they don't run.
    pub van: Date,
    /// The first day on which they run again.
    pub tot: Option<Date>,
    /// Why.
    pub reden: String,
}

impl ActiveModelBehavior for ActiveModel {}
