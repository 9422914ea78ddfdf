//! Table `volgstand`.

use sea_orm::entity::prelude::*;

/// How far the outbox of a subgraph was followed: moved on in the transaction that stores what stood there.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "volgstand")]
pub struct Model {
    /// The subgraph.
    #[sea_orm(primary_key, auto_increment = false)]
    pub bron: String,
    /// The number of the last event of which is stored whoever may hear of it.
    pub volgnummer: i64,
}

impl ActiveModelBehavior for ActiveModel {}
