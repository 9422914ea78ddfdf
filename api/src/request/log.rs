//! The disclosure log: one durable record per operation, resident and owner, written before the answer
//! leaves (AVG 5(2), 15; NEN 7513). Group names and reasons, never values. How it is written, and how it is
//! proven that nothing was changed since, stands in [`logbook`](crate::logbook).

use chrono::{DateTime, SubsecRound, Utc};
use schakel_entity::logboek::verstrekking;
use sea_orm::{DatabaseConnection, DbErr};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{RequestContext, TraceId, decide::Besluit};
use crate::{
    domain::{Gegevensgroep, Handeling, InwonerId, PartijId, Reden},
    logbook::{ERASING, EXPORT, REPORT, Writer, seal},
};

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
    /// The reason as it stood for this client: that a second one had to agree is told to nobody, and looks like "might be
    /// seen, nothing there" to the resident as it did to who asked.
    pub fn reden_as_told(&self) -> Reden {
        match (self.reden, self.grond.as_deref()) {
            (Reden::TweedeClientNietAkkoord, Some(grond)) if grond.parse::<Uuid>().is_ok() => {
                Reden::ToegestaanToestemming
            }
            (Reden::TweedeClientNietAkkoord, Some(_)) => Reden::ToegestaanGrond,
            (Reden::TweedeClientNietAkkoord, None) => Reden::GeenToestemming,
            (reden, _) => reden,
        }
    }

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

/// Where an owner keeps its disclosure log. Who has a log of their own on the same database waits for the others at
/// its counter, in this process or another.
#[derive(Clone, Debug)]
pub struct DisclosureLog {
    writer: Writer,
}

/// The records could not be written: the answer must not leave.
#[derive(Debug, thiserror::Error)]
pub enum LogUnreachable {
    /// The database.
    #[error("the disclosure log cannot be written: {0}")]
    Database(#[from] DbErr),
    /// Records can't be made ready for it.
    #[error("the records cannot be made ready for the disclosure log: {0}")]
    Unready(Box<dyn std::error::Error + Send + Sync>),
}

impl DisclosureLog {
    /// The log in an owner's own database. It starts the task that writes it.
    pub fn new(db: DatabaseConnection) -> Self {
        Self {
            writer: Writer::start(db),
        }
    }

    /// Writes the records, all or none, and returns when they are durable. Answers that wait at the same time
    /// share a transaction.
    ///
    /// # Errors
    /// [`LogUnreachable`]: then nothing may be told.
    pub async fn write(&self, context: &RequestContext, records: &[LogRecord]) -> Result<(), LogUnreachable> {
        let lines: Result<Vec<_>, _> = records.iter().map(|record| line(context, record)).collect();
        Ok(self.writer.write(lines?).await?)
    }

    /// Writes down that somebody writes this log out, before any of it is shown (NEN 7513 asks so). `what` says in which
    /// form and of which time; it stays when the rest is erased.
    ///
    /// # Errors
    /// [`LogUnreachable`]: then nothing may be shown.
    pub async fn note_export(
        &self,
        context: &RequestContext,
        op: DateTime<Utc>,
        what: &str,
    ) -> Result<(), LogUnreachable> {
        self.note_act(context, EXPORT, op, what).await
    }

    /// Writes down that somebody does something that is about no resident in this log, before it is done. `what` names no
    /// person and no content; it stays when the rest is erased.
    ///
    /// # Errors
    /// [`LogUnreachable`]: then it may not be done.
    pub(crate) async fn note_act(
        &self,
        context: &RequestContext,
        handeling: &str,
        op: DateTime<Utc>,
        what: &str,
    ) -> Result<(), LogUnreachable> {
        let line = verstrekking::Model {
            toelichting: Some(what.to_owned()),
            ..by(context, handeling)
        };
        self.note(line, op).await
    }

    /// Writes down what nobody does but the configuration, before it is done. `what` names no person and no content.
    ///
    /// # Errors
    /// [`LogUnreachable`]: then it may not be done.
    pub(crate) async fn note_by_itself(
        &self,
        handeling: &str,
        op: DateTime<Utc>,
        what: &str,
    ) -> Result<(), LogUnreachable> {
        let line = verstrekking::Model {
            toelichting: Some(what.to_owned()),
            ..empty(handeling)
        };
        self.note(line, op).await
    }

    /// Writes down that somebody has a report made of these owners' records, before any of it is told: one line per owner,
    /// about no resident. `what` says of which time; it stays when the rest is erased.
    ///
    /// # Errors
    /// [`LogUnreachable`]: then nothing may be told.
    pub async fn note_report(
        &self,
        context: &RequestContext,
        (operatie, op): (Uuid, DateTime<Utc>),
        inrichting: i64,
        bronhouders: &[PartijId],
        what: &str,
    ) -> Result<(), LogUnreachable> {
        let line = |bronhouder: &PartijId| {
            let mut line = verstrekking::Model {
                op: op.trunc_subsecs(MICROSECONDS),
                operatie,
                bronhouder: bronhouder.as_str().to_owned(),
                inrichting: Some(inrichting),
                toelichting: Some(what.to_owned()),
                ..by(context, REPORT)
            };
            seal(&mut line, &[]).map_err(|error| LogUnreachable::Unready(error.into()))?;
            Ok(line)
        };
        let lines: Result<Vec<_>, LogUnreachable> = bronhouders.iter().map(line).collect();
        Ok(self.writer.write(lines?).await?)
    }

    /// Writes down that what leads to a person is erased from lines before a moment: nobody's act but the
    /// configuration's.
    ///
    /// # Errors
    /// [`LogUnreachable`]: then nothing may be erased.
    pub(crate) async fn note_erasing(
        &self,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), LogUnreachable> {
        let what = format!("voor {}", before.to_rfc3339());
        self.note_by_itself(ERASING, now, &what).await
    }

    async fn note(&self, line: verstrekking::Model, op: DateTime<Utc>) -> Result<(), LogUnreachable> {
        let mut line = verstrekking::Model {
            op: op.trunc_subsecs(MICROSECONDS),
            operatie: Uuid::now_v7(),
            ..line
        };
        seal(&mut line, &[]).map_err(|error| LogUnreachable::Unready(error.into()))?;
        Ok(self.writer.write(vec![line]).await?)
    }
}

/// A record as it is stored, but for its number.
fn line(context: &RequestContext, record: &LogRecord) -> Result<verstrekking::Model, LogUnreachable> {
    let uitkomsten =
        serde_json::to_string(&record.uitkomsten).map_err(|error| LogUnreachable::Unready(error.into()))?;
    let mut line = verstrekking::Model {
        op: record.op.trunc_subsecs(MICROSECONDS),
        operatie: record.operatie,
        inwoner: record.inwoner.as_str().to_owned(),
        bronhouder: record.bronhouder.as_str().to_owned(),
        registerversie: record.registerversie,
        inrichting: record.inrichting,
        uitkomsten,
        ..by(context, record.handeling.word())
    };
    seal(&mut line, &record.uitkomsten).map_err(|error| LogUnreachable::Unready(error.into()))?;
    Ok(line)
}

/// As fine as both databases keep times.
const MICROSECONDS: u16 = 6;

/// A line that says no more than who did something.
fn by(context: &RequestContext, handeling: &str) -> verstrekking::Model {
    let RequestContext { caller, trace_id, .. } = context;
    let rollen: Vec<_> = caller.rollen().iter().map(|rol| rol.word()).collect();
    verstrekking::Model {
        trace_id: trace_id.as_str().to_owned(),
        span_ouder: trace_id.parent().map(str::to_owned),
        partij: caller.partij().as_str().to_owned(),
        gebruiker: caller.gebruiker().to_owned(),
        rollen: rollen.join(" "),
        team: caller.team().map(str::to_owned),
        client: caller.client().to_owned(),
        issuer: caller.issuer().to_owned(),
        doel: caller.doel().word().to_owned(),
        ..empty(handeling)
    }
}

/// A line that says nothing yet.
fn empty(handeling: &str) -> verstrekking::Model {
    verstrekking::Model {
        id: Uuid::now_v7(),
        op: DateTime::UNIX_EPOCH,
        trace_id: TraceId::begin().as_str().to_owned(),
        operatie: Uuid::nil(),
        inwoner: String::new(),
        bronhouder: String::new(),
        partij: String::new(),
        gebruiker: String::new(),
        rollen: String::new(),
        client: String::new(),
        issuer: String::new(),
        doel: String::new(),
        registerversie: None,
        inrichting: None,
        uitkomsten: "[]".to_owned(),
        handeling: handeling.to_owned(),
        team: None,
        toelichting: None,
        span_ouder: None,
        volgnummer: None,
        zout: None,
        verbintenis: None,
        blad: None,
        gewist_op: None,
    }
}
