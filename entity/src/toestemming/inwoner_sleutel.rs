//! Table `inwoner_sleutel`.

use sea_orm::entity::prelude::*;

/// A key that makes inwoner ids: its fingerprint, never the key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inwoner_sleutel")]
pub struct Model {
    /// The fingerprint.
    #[sea_orm(primary_key, auto_increment = false)]
    pub vingerafdruk: String,
    /// Its place in the order of rotation.
    pub volgnummer: i32,
    /// Since when.
    pub sinds: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
