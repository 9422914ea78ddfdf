//! Table `logknoop`.

use sea_orm::entity::prelude::*;

/// The hash of a full subtree of the log's Merkle tree, at every eighth level: never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "logknoop")]
pub struct Model {
    /// How high it is: it spans 2^niveau lines.
    #[sea_orm(primary_key, auto_increment = false)]
    pub niveau: i32,
    /// Which one of that height, from 0.
    #[sea_orm(primary_key, auto_increment = false)]
    pub plaats: i64,
    /// The hash (32 bytes).
    pub hash: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
