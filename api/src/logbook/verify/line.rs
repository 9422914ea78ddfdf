use chrono::{DateTime, Utc};
use schakel_entity::logboek::verstrekking;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A line of the log as it is checked, and as an export for checking holds it (one JSON object). Bytes are
/// lower case hexadecimal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Line {
    /// Its number from 0; lines from before there was a tree have none.
    pub volgnummer: Option<i64>,
    /// What was done.
    pub handeling: String,
    /// Its id.
    pub id: Uuid,
    /// When (UTC, microseconds).
    pub op: DateTime<Utc>,
    /// The trace of the request.
    pub trace_id: String,
    /// The caller's span.
    pub span_ouder: Option<String>,
    /// The operation.
    pub operatie: Uuid,
    /// Whom it is about.
    pub inwoner: String,
    /// Whose records.
    pub bronhouder: String,
    /// Which party asked.
    pub partij: String,
    /// Who asked.
    pub gebruiker: String,
    /// In which roles.
    pub rollen: String,
    /// In which team.
    pub team: Option<String>,
    /// By which application.
    pub client: String,
    /// Who vouched for the caller.
    pub issuer: String,
    /// For which purpose.
    pub doel: String,
    /// The version of the register.
    pub registerversie: Option<i64>,
    /// The version of the inrichting.
    pub inrichting: Option<i64>,
    /// What was decided, as it is stored.
    pub uitkomsten: String,
    /// What was written out or erased.
    pub toelichting: Option<String>,
    /// The salt of the commitment.
    pub zout: Option<String>,
    /// The commitment.
    pub verbintenis: Option<String>,
    /// The leaf.
    pub blad: Option<String>,
    /// When what leads to a person was erased.
    pub gewist_op: Option<DateTime<Utc>>,
}

impl From<verstrekking::Model> for Line {
    fn from(row: verstrekking::Model) -> Self {
        let hex = |bytes: Option<Vec<u8>>| bytes.map(|bytes| super::encode::to_hex(&bytes));
        Self {
            volgnummer: row.volgnummer,
            handeling: row.handeling,
            id: row.id,
            op: row.op,
            trace_id: row.trace_id,
            span_ouder: row.span_ouder,
            operatie: row.operatie,
            inwoner: row.inwoner,
            bronhouder: row.bronhouder,
            partij: row.partij,
            gebruiker: row.gebruiker,
            rollen: row.rollen,
            team: row.team,
            client: row.client,
            issuer: row.issuer,
            doel: row.doel,
            registerversie: row.registerversie,
            inrichting: row.inrichting,
            uitkomsten: row.uitkomsten,
            toelichting: row.toelichting,
            zout: hex(row.zout),
            verbintenis: hex(row.verbintenis),
            blad: hex(row.blad),
            gewist_op: row.gewist_op,
        }
    }
}
