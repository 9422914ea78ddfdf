//! What happened at an owner that others may hear of: written in the transaction of the change, numbered in the order of
//! the commits, and offered only to whom it may go.

mod feed;
mod herkomst;
mod remote;
mod retract;
mod schedule;
mod write;

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
pub use feed::LocalOutbox;
pub use herkomst::Herkomst;
pub use remote::{OutboxPlace, RemoteOutbox};
pub use schedule::{ByTheClock, Scheduler};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
pub(in crate::subgraphs) use {retract::retract, write::write};

use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId, SignaalSoort},
    federation::SubgraphName,
    register::RegisterError,
};

/// Something that happened to a resident: what kind of thing, and nothing of what stands in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gebeurd {
    /// What kind.
    pub soort: SignaalSoort,
    /// Whom it is about, by the id under which records are kept.
    pub inwoner: InwonerId,
    /// The party where it happened.
    pub bronhouder: PartijId,
    /// A party that hears of it in its own right, where there is one: the receiver that a consent names, or who submitted a
    /// referral.
    pub ontvanger: Option<PartijId>,
    /// The groups that tell as much; of a consent those that it names.
    pub groepen: BTreeSet<Gegevensgroep>,
    /// What it is known by, where the clock made it happen: it is written once.
    pub sleutel: Option<String>,
    /// Of which record it tells; when that is taken out of sight, so is this. `None` of a consent.
    pub herkomst: Option<Herkomst>,
}

impl Gebeurd {
    /// Something that happened to a record, and tells of no more than the least group of its kind.
    pub fn to_record(record: Uuid, soort: SignaalSoort, inwoner: InwonerId, bronhouder: PartijId) -> Self {
        Self {
            herkomst: Some(Herkomst::of(record, &inwoner)),
            ..Self::to_consent(soort, inwoner, bronhouder)
        }
    }

    /// Something that happened to a consent.
    pub fn to_consent(soort: SignaalSoort, inwoner: InwonerId, bronhouder: PartijId) -> Self {
        Self {
            herkomst: None,
            soort,
            inwoner,
            bronhouder,
            ontvanger: None,
            groepen: soort.regel().groep.into_iter().collect(),
            sleutel: None,
        }
    }

    /// Of which this party hears in its own right.
    pub fn for_ontvanger(self, ontvanger: PartijId) -> Self {
        Self {
            ontvanger: Some(ontvanger),
            ..self
        }
    }

    /// Which tells of these groups.
    pub fn telling(self, groepen: impl IntoIterator<Item = Gegevensgroep>) -> Self {
        Self {
            groepen: groepen.into_iter().collect(),
            ..self
        }
    }

    /// Which the clock made happen, and which is written once under this name.
    pub fn known_by(self, sleutel: String) -> Self {
        Self {
            sleutel: Some(sleutel),
            ..self
        }
    }
}

/// A reference to what happened, for one party that may hear of it: all that leaves the owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aangeboden {
    /// Its id: the same whenever the same is offered to the same party.
    pub id: Uuid,
    /// What kind of thing happened.
    pub soort: SignaalSoort,
    /// Whom it is about.
    pub inwoner: InwonerId,
    /// The party where it happened.
    pub bronhouder: PartijId,
    /// The party that may hear of it.
    pub ontvanger: PartijId,
    /// Whether it is an own record of that party: it submitted the referral.
    pub als_indiener: bool,
    /// The groups that tell as much.
    pub groepen: BTreeSet<Gegevensgroep>,
    /// When it happened (UTC).
    pub op: DateTime<Utc>,
    /// What it comes of.
    pub herkomst: Option<Herkomst>,
}

/// What may go out of what happened after a number, in the order in which it happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aanbod {
    /// Of what came of these origins up to here nothing holds any longer, but for what is offered with it.
    pub vervallen: Vec<Herkomst>,
    /// The references; none where nobody may hear of it.
    pub paren: Vec<Aangeboden>,
    /// The number up to which all of it is here.
    pub tot: i64,
}

/// Where is asked what went into the outbox of a subgraph, here or in another process.
#[async_trait::async_trait]
pub trait Outbox: Send + Sync {
    /// What may go out of what happened after this number. Waits a while when nothing happened; `wait` is left out to
    /// look once.
    ///
    /// # Errors
    /// [`OutboxError`] when it can't be read, or nobody can tell to whom it may go: then nothing goes.
    async fn after(&self, volgnummer: i64, wait: bool) -> Result<Aanbod, OutboxError>;

    /// Whether a traject of this party runs for this resident: only the owner of trajecten can tell, of its own.
    ///
    /// # Errors
    /// [`OutboxError`] when it can't be read, or no trajecten are kept there.
    async fn runs(&self, partij: &PartijId, inwoner: &InwonerId) -> Result<bool, OutboxError>;
}

/// How an event or a signal is called that holds no longer: no kind of signal.
pub(in crate::subgraphs) const VERVALLEN: &str = "VERVALLEN";

/// Why nothing goes out.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// The database.
    #[error("the outbox cannot be read")]
    Database(#[from] sea_orm::DbErr),
    /// The register.
    #[error("nobody tells to whom it may go")]
    Register(#[from] RegisterError),
    /// The process that keeps it.
    #[error("the process that keeps it gives no answer: {0}")]
    Unanswered(&'static str),
    /// No trajecten are kept there.
    #[error("no trajecten are kept at {0}")]
    NoTrajecten(SubgraphName),
}

/// Where a remote process asks what may go out; the body names the subgraph.
pub const AANBOD: &str = "signalen/v1/aanbod";
/// Where a remote process asks whether a traject of an addressee runs.
pub const LOOPT: &str = "signalen/v1/loopt";

/// What may go out of what happened at this subgraph after a number?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireNa {
    /// The subgraph.
    pub subgraph: SubgraphName,
    /// The number.
    pub na: i64,
    /// Whether to wait when nothing happened.
    pub wacht: bool,
}

/// Does a traject of this party run for this resident?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireLoopt {
    /// The party.
    pub partij: PartijId,
    /// The resident.
    pub inwoner: InwonerId,
}
