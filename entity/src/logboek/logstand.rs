//! Table `logstand`.

use sea_orm::entity::prelude::*;

/// How long the log is: one row, locked by whoever writes, so that numbers come in commit order.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "logstand")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The number of lines, which is the number of the next one.
    pub grootte: i64,
}

impl ActiveModelBehavior for ActiveModel {}
