//! Table `traject_actie`.

use sea_orm::entity::prelude::*;

/// Something that somebody does.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_actie")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// What, in a few words.
    pub onderwerp: String,
    /// Who does it.
    pub eigenaar: String,
    /// When it must be done.
    pub uiterlijk: Option<Date>,
    /// When it was done.
    pub gedaan_op: Option<Date>,
    /// Whether the resident sees it.
    pub zichtbaar_voor_inwoner: bool,
}

impl ActiveModelBehavior for ActiveModel {}
