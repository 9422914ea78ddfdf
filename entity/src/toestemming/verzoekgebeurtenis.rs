//! Table `verzoekgebeurtenis`.

use sea_orm::entity::prelude::*;

/// One event of a request for consent: appended, never changed.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verzoekgebeurtenis")]
pub struct Model {
    /// Its number, in commit order, among all events of the register.
    #[sea_orm(primary_key, auto_increment = false)]
    pub versie: i64,
    /// What happened: asked, granted, refused or withdrawn.
    pub soort: String,
    /// The request.
    pub verzoek: Uuid,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party that asks.
    pub ontvanger: String,
    /// The owners and their groups: a JSON array.
    pub delen: String,
    /// The purpose.
    pub doel: String,
    /// Why it is asked, for the consent manager.
    pub waarom: Option<String>,
    /// The party that recorded it.
    pub door_partij: String,
    /// Who recorded it.
    pub door_gebruiker: String,
    /// When it happened, by the clock of this database.
    pub op: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
