//! Table `koppelcode`.

use sea_orm::entity::prelude::*;

/// A code for one coupling, handed out with the inwoner present; only its hash is kept.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "koppelcode")]
pub struct Model {
    /// SHA-256 of the code.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_hash: String,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party that handed it out.
    pub uitgegeven_door: String,
    /// Who handed it out.
    pub door_gebruiker: String,
    /// Until when it can be used.
    pub geldig_tot: DateTimeUtc,
    /// When it was used.
    pub gebruikt_op: Option<DateTimeUtc>,
    /// The party that used it.
    pub gebruikt_door: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
