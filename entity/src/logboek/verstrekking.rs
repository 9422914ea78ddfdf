//! Table `verstrekking`.

use sea_orm::entity::prelude::*;

/// One line of the log. Most are disclosures or refusals, written before the answer leaves, one per inwoner and
/// bronhouder. What leads to a person (`inwoner`, `gebruiker`, `team`, `trace_id`, `span_ouder`, `operatie`,
/// `uitkomsten`) can be erased, and is empty then.
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
    /// What was written out or erased, of the whole log.
    pub toelichting: Option<String>,
    /// The caller's own span (W3C Trace Context, `parent-id`), where it sent one.
    pub span_ouder: Option<String>,
    /// Its number from 0, in the order of the commits. Lines from before there was a tree have none.
    pub volgnummer: Option<i64>,
    /// The salt of the commitment (32 bytes); erased with what it salts.
    pub zout: Option<Vec<u8>>,
    /// The commitment to what leads to a person (32 bytes).
    pub verbintenis: Option<Vec<u8>>,
    /// The hash of the line as a leaf of the tree (32 bytes).
    pub blad: Option<Vec<u8>>,
    /// When what leads to a person was erased.
    pub gewist_op: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
