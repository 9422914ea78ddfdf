//! Table `traject_betrokkene`.

use sea_orm::entity::prelude::*;

/// Somebody who works on the traject.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "traject_betrokkene")]
pub struct Model {
    /// The traject that it is part of.
    #[sea_orm(primary_key, auto_increment = false)]
    pub traject: Uuid,
    /// Its place in the published list, from zero.
    #[sea_orm(primary_key, auto_increment = false)]
    pub volgnummer: i32,
    /// The professional's name.
    pub naam: String,
    /// Telephone number at work.
    pub telefoon: Option<String>,
    /// E-mail address at work.
    pub email: Option<String>,
    /// In which role.
    pub rol: String,
    /// At which organisation.
    pub organisatie: String,
    /// What they do, in a few words.
    pub taak: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
