//! Table `traject_nazorgproduct`.

use sea_orm::entity::prelude::*;

/// A product of aftercare.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_nazorgproduct")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// Which.
    pub product: String,
}

impl ActiveModelBehavior for ActiveModel {}
