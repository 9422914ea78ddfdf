//! Table `srw_dossier`.

use sea_orm::entity::prelude::*;

/// A dossier of the sociaal raadslieden.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "srw_dossier")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The party that owns it.
    pub bronhouder: String,
    /// The source's own id.
    pub bron_id: String,
    /// The version as the source made it.
    pub versie: DateTimeUtc,
    /// SHA-256 of what was published, to tell a repetition from a change.
    pub inhoud_hash: String,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// Whether it is labelled test data.
    pub test: bool,
    /// When the hub took in this version.
    pub gepubliceerd_op: DateTimeUtc,
    /// When its source told it last, be it the same again; `None` where no source keeps it.
    pub gehoord_op: Option<DateTimeUtc>,
    /// Since when it is withdrawn: hidden from everybody.
    pub teruggetrokken_op: Option<DateTimeUtc>,
    /// Why it was withdrawn.
    pub terugtrek_reden: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
