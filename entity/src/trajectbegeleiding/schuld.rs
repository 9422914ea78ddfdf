//! Table `traject_schuld`.

use sea_orm::entity::prelude::*;

/// One debt, without whom it is owed to. It is in no gegevensgroep: only its owner's own delivery has it.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_schuld")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// How much, whole euros.
    pub bedrag: Option<i64>,
    /// The day of the amount.
    pub peildatum: Option<Date>,
    /// What kind.
    pub soort: Option<String>,
    /// Whether it is a debt of a business.
    pub zakelijk: Option<bool>,
}

impl ActiveModelBehavior for ActiveModel {}
