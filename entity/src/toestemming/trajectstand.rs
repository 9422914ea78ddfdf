//! Table `trajectstand`.

use sea_orm::entity::prelude::*;

/// What an owner told last of a traject, whether a consent is bound to it or not: no event, and nothing is decided by it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trajectstand")]
pub struct Model {
    /// The party that owns the traject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub bronhouder: String,
    /// The traject, as its owner names it for this inwoner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Whose traject: a hub id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub inwoner: String,
    /// Whether it ended: once and for all.
    pub geeindigd: bool,
}

impl ActiveModelBehavior for ActiveModel {}
