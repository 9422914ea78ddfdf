//! Table `traject_regisseur`.

use sea_orm::entity::prelude::*;

/// A contact person of the traject, for a period.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_regisseur")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// The professional's name.
    pub naam: String,
    /// Telephone number at work.
    pub telefoon: Option<String>,
    /// E-mail address at work.
    pub email: Option<String>,
    /// Since when.
    pub sinds: Date,
    /// Until when.
    pub tot: Option<Date>,
}

impl ActiveModelBehavior for ActiveModel {}
