//! Table `registerstand`.

use sea_orm::entity::prelude::*;

/// The counters of the register: one row, locked by whoever writes an event, so that numbers come in commit order.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registerstand")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The number of the last event.
    pub versie: i64,
    /// The version of the configuration in force.
    pub inrichting: i64,
    /// The number of the last line of the log.
    pub logstand: i64,
}

impl ActiveModelBehavior for ActiveModel {}
