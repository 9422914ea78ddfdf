//! Table `signaalstand`.

use sea_orm::entity::prelude::*;

/// How many events there are: one row, locked by whoever writes them, so that numbers come in commit order.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "signaalstand")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The number of the last event.
    pub volgnummer: i64,
    /// When a process last took it upon itself to look what the clock made happen.
    pub gekeken_op: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
