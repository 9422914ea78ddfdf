//! Table `rectificatiestand`.

use sea_orm::entity::prelude::*;

/// How many rectifications there are: one row, locked by whoever writes them, so that numbers come in commit order.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rectificatiestand")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The number of the last one.
    pub volgnummer: i64,
}

impl ActiveModelBehavior for ActiveModel {}
