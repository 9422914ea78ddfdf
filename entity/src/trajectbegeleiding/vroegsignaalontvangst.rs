//! Table `vroegsignaal_ontvangst`.

use sea_orm::entity::prelude::*;

/// What its sender is told of an early signal: that it was received. Nothing that its receiver does ever changes a row here.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vroegsignaal_ontvangst")]
pub struct Model {
    /// The number of the receipt.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The party that sent it.
    pub signaalpartner: String,
    /// The sender's own id.
    pub bron_id: String,
    /// The version as the sender made it.
    pub versie: DateTimeUtc,
    /// SHA-256 of what was sent, to tell a repetition from a change.
    pub inhoud_hash: String,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party that it went to.
    pub ontvanger: String,
    /// When this version was taken in.
    pub ontvangen_op: DateTimeUtc,
    /// Since when it is taken back.
    pub ingetrokken_op: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
