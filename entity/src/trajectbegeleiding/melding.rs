//! Table `traject_melding`.

use sea_orm::entity::prelude::*;

/// What the register is to be told, and was told, of a traject of one of its clients, for the consents that are bound to it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_melding")]
pub struct Model {
    /// The traject.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Whom it is about: a hub id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub inwoner: String,
    /// The party that owns the traject.
    pub bronhouder: String,
    /// From which day the traject and its aftercare have ended for this client; absent while no end is known.
    pub einde: Option<Date>,
    /// What the register was told last: `LOOPT` or `GEEINDIGD`.
    pub gemeld: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
