//! Table `trajectversheid`.

use sea_orm::entity::prelude::*;

/// How fresh it is what an owner told of its trajecten: no event, and nothing is decided by it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "trajectversheid")]
pub struct Model {
    /// The party that owns the trajecten.
    #[sea_orm(primary_key, auto_increment = false)]
    pub bronhouder: String,
    /// Until when it may be relied on, not included.
    pub geldig_tot: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
