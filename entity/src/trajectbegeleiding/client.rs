//! Table `traject_client`.

use sea_orm::entity::prelude::*;

/// A client of a traject.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_client")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party that owns the traject.
    pub bronhouder: String,
}

impl ActiveModelBehavior for ActiveModel {}
