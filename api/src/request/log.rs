//! The disclosure log: one durable record per operation, resident and owner, written before the answer
//! leaves (AVG 5(2), 15; NEN 7513). Group names and reasons, never values.

use chrono::{DateTime, Utc};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbErr,
    sea_query::{Alias, Query},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{RequestContext, decide::Besluit};
use crate::domain::{Gegevensgroep, Handeling, InwonerId, PartijId, Reden};

/// One record: which groups of which resident at which owner, with which outcome.
#[derive(Clone, Debug)]
pub struct LogRecord {
    /// The subgraph's operation.
    pub operatie: Uuid,
    /// When it was decided (UTC).
    pub op: DateTime<Utc>,
    /// Whose data, by the id that was asked.
    pub inwoner: InwonerId,
    /// Which party owns it.
    pub bronhouder: PartijId,
    /// The register's version; `None` when it couldn't be reached.
    pub registerversie: Option<i64>,
    /// The version of the inrichting.
    pub inrichting: Option<i64>,
    /// What was done.
    pub handeling: Handeling,
    /// The groups with their outcome.
    pub uitkomsten: Vec<Uitkomst>,
}

/// The outcome for one group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Uitkomst {
    /// The group.
    pub groep: Gegevensgroep,
    /// Why it was shown or withheld. Here, and only here, the second client may be named as reason.
    pub reden: Reden,
    /// The decision.
    pub besluit: Uuid,
    /// The legal ground or grant that it rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grond: Option<String>,
    /// The other client whose agreement was asked too: for replaying, and never told to anybody.
    #[serde(rename = "medeClient", default, skip_serializing_if = "Option::is_none")]
    pub mede_client: Option<InwonerId>,
}

impl Uitkomst {
    /// The outcome of a decision, with the reason as the log tells it.
    pub(crate) fn of(besluit: &Besluit, reden: Reden) -> Self {
        use super::decide::Grondslag;
        let grond = besluit.grondslag().and_then(|grondslag| match grondslag {
            Grondslag::Eigen => None,
            Grondslag::Verwerkingsgrond(id) => Some(id.clone()),
            Grondslag::Toestemming(id) => Some(id.to_string()),
        });
        Self {
            groep: besluit.vraag().groep,
            reden,
            besluit: besluit.id(),
            grond,
            mede_client: None,
        }
    }

    /// The same outcome, for which this other client's agreement was asked.
    pub(crate) fn with_mede_client(self, mede_client: Option<InwonerId>) -> Self {
        Self { mede_client, ..self }
    }
}

/// Where an owner keeps its disclosure log.
#[derive(Clone, Debug)]
pub struct DisclosureLog {
    db: DatabaseConnection,
}

/// The records could not be written: the answer must not leave.
#[derive(Debug, thiserror::Error)]
#[error("the disclosure log cannot be written")]
pub struct LogUnreachable(#[from] DbErr);

/// More rows in one statement would pass the databases' bound on parameters.
const ROWS_PER_STATEMENT: usize = 500;

impl DisclosureLog {
    /// The log in an owner's own database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }

    /// Writes the records, all or none, and returns when they are durable.
    ///
    /// # Errors
    /// [`LogUnreachable`]: then nothing may be told.
    pub async fn write(&self, context: &RequestContext, records: &[LogRecord]) -> Result<(), LogUnreachable> {
        use sea_orm::TransactionTrait;
        if records.len() <= ROWS_PER_STATEMENT {
            return Ok(insert(&self.db, context, records).await?);
        }
        let transaction = self.db.begin().await?;
        for rows in records.chunks(ROWS_PER_STATEMENT) {
            insert(&transaction, context, rows).await?;
        }
        Ok(transaction.commit().await?)
    }
}

async fn insert(
    db: &impl ConnectionTrait,
    context: &RequestContext,
    records: &[LogRecord],
) -> Result<(), DbErr> {
    if records.is_empty() {
        return Ok(());
    }
    let caller = &context.caller;
    let rollen = caller
        .rollen()
        .iter()
        .map(|rol| rol.word())
        .collect::<Vec<_>>()
        .join(" ");
    let mut statement = Query::insert();
    statement
        .into_table(Alias::new("verstrekking"))
        .columns(COLUMNS.map(Alias::new));
    for record in records {
        let uitkomsten = serde_json::to_string(&record.uitkomsten)
            .map_err(|error| DbErr::Custom(format!("outcomes cannot be serialised: {error}")))?;
        statement
            .values([
                Uuid::now_v7().into(),
                record.op.into(),
                context.trace_id.as_str().into(),
                record.operatie.into(),
                record.inwoner.as_str().into(),
                record.bronhouder.as_str().into(),
                caller.partij().as_str().into(),
                caller.gebruiker().into(),
                rollen.as_str().into(),
                caller.client().into(),
                caller.issuer().into(),
                caller.doel().word().into(),
                record.registerversie.into(),
                record.inrichting.into(),
                uitkomsten.into(),
                caller.team().into(),
                record.handeling.word().into(),
            ])
            .map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    db.execute(&statement).await?;
    Ok(())
}

const COLUMNS: [&str; 17] = [
    "id",
    "op",
    "trace_id",
    "operatie",
    "inwoner",
    "bronhouder",
    "partij",
    "gebruiker",
    "rollen",
    "client",
    "issuer",
    "doel",
    "registerversie",
    "inrichting",
    "uitkomsten",
    "team",
    "handeling",
];
