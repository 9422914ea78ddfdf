//! Table `vroegsignaal`.

use sea_orm::entity::prelude::*;

/// An early signal, as the party has it that received it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "vroegsignaal")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The party that sent it.
    pub signaalpartner: String,
    /// The sender's own id.
    pub bron_id: String,
    /// The party that received it, and owns it.
    pub ontvanger: String,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// What isn't paid.
    pub soort: String,
    /// How many months of it.
    pub maanden: i32,
    /// How much, whole euros.
    pub bedrag: Option<i32>,
    /// The day on which so much wasn't paid.
    pub peildatum: Date,
    /// The legal ground on which it was taken in, as it was configured then.
    pub grondslag: String,
    /// What its owner does with it.
    pub status: String,
    /// What came of it, of one that was closed.
    pub resultaat: Option<String>,
    /// The traject that it became.
    pub traject: Option<Uuid>,
    /// When it was taken in; of one that came back: when it did.
    pub ontvangen_op: DateTimeUtc,
    /// When its present content was taken in.
    pub bijgewerkt_op: DateTimeUtc,
    /// When it became a traject or was closed.
    pub afgehandeld_op: Option<DateTimeUtc>,
    /// Since when its sender took it back: hidden from everybody.
    pub ingetrokken_op: Option<DateTimeUtc>,
    /// Why its sender took it back.
    pub intrek_reden: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
