//! Table `ontvangerstand`.

use sea_orm::entity::prelude::*;

/// How many signals a receiver has: locked by whoever stores some, so that numbers come in commit order, and nobody's
/// numbers tell of the signals to others.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ontvangerstand")]
pub struct Model {
    /// The party.
    #[sea_orm(primary_key, auto_increment = false)]
    pub ontvanger: String,
    /// The number of its last signal.
    pub volgnummer: i64,
}

impl ActiveModelBehavior for ActiveModel {}
