//! Table `verstrekking`.

use sea_orm::entity::prelude::*;

/// One disclosure or refusal: written before the answer leaves, one line per inwoner and bronhouder.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "verstrekking")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// When it happened, by the clock of this database.
    pub op: DateTimeUtc,
    /// The trace of the request.
    pub trace_id: String,
    /// The operation within which it happened.
    pub operatie: Uuid,
    /// Whom it is about: a hub id.
    pub inwoner: String,
    /// The party whose records were asked.
    pub bronhouder: String,
    /// The party that asked.
    pub partij: String,
    /// Who asked.
    pub gebruiker: String,
    /// The roles of who asked.
    pub rollen: String,
    /// The team of who asked.
    pub team: Option<String>,
    /// The application that asked.
    pub client: String,
    /// Who vouched for the caller.
    pub issuer: String,
    /// The purpose that was named.
    pub doel: String,
    /// The version of the register that decided, absent where none was asked.
    pub registerversie: Option<i64>,
    /// The version of the configuration that decided.
    pub inrichting: Option<i64>,
    /// What was decided per gegevensgroep: a JSON array of {groep, reden, besluit, grond?, medeClient?}.
    pub uitkomsten: String,
    /// What was done.
    pub handeling: String,
}

impl ActiveModelBehavior for ActiveModel {}
