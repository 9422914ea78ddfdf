//! The consent register as everybody else sees it: a port, answered in this process or over HTTP.

mod last_question;
mod remote;
pub mod wire;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use chrono::{DateTime, Utc};
pub use last_question::RegisterLastQuestion;
pub use remote::{RegisterLimits, RegisterTokens, RemoteRegister};
use uuid::Uuid;

use crate::{
    domain::{Inrichting, InwonerId, PartijId},
    publication::InwonerInvoer,
    request::{
        authenticate::Caller,
        decide::{Aanbodvraag, Besluit, Binding, Uitslag, Vraag, Vrager},
    },
};

/// What the hub, the subgraphs and the imports ask of the consent register.
#[async_trait::async_trait]
pub trait Register: Send + Sync {
    /// Decides the questions of one caller on one version of the register, and tells under which ids
    /// the records of these residents are kept.
    async fn evaluate(
        &self,
        caller: &Caller,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> Result<Oordeel, RegisterError>;

    /// Tells what changed for these residents since a version.
    async fn changes(&self, since: i64, inwoners: &[InwonerId]) -> Result<Changes, RegisterError>;

    /// Follows the version: tells the present one as soon as it is later than this one, or after a while, so that
    /// whoever follows hears that the register is still there.
    async fn risen_above(&self, versie: i64) -> Result<i64, RegisterError>;

    /// The present inrichting with its version.
    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError>;

    /// Tells of whom records follow: each resident by BSN (from parties that are `bsnGerechtigd`), own
    /// client number or id. Their ids are kept, so that they survive a change of key.
    async fn resolve(
        &self,
        caller: &Caller,
        inwoners: Vec<InwonerInvoer>,
        test: TestNumbers,
    ) -> Result<Vec<Resolved>, RegisterError>;

    /// Whether the caller's party may refer a resident to this other one: whether that party may be told, for
    /// `UITVOEREN_VERWIJZING`, who works with the resident at the caller's. Tells under which id its record of them is kept;
    /// `None` where neither consent nor a legal ground says so.
    async fn referable(
        &self,
        caller: &Caller,
        inwoner: &InwonerId,
        ontvanger: &PartijId,
    ) -> Result<Option<Resolved>, RegisterError>;

    /// Every id by which a resident was ever known, before changes of key too: by each of them something may have
    /// been logged.
    async fn names(&self, caller: &Caller, inwoner: &InwonerId) -> Result<Vec<InwonerId>, RegisterError>;

    /// The residents whom a client number of the caller's party is bound to, as far as the party's betrokkenheid lets the
    /// caller see them: each once, by the id under which records are kept. The party's own knowledge; nobody else's.
    async fn gekoppelden(&self, caller: &Caller) -> Result<Vec<InwonerId>, RegisterError>;

    /// Decides old questions again, each on the register as it stood then; `None` for a version that there never was.
    /// Nothing is opened by it.
    async fn replay(
        &self,
        caller: &Caller,
        vragen: Vec<Herspeelvraag>,
    ) -> Result<Vec<Option<Uitslag>>, RegisterError>;

    /// Tells for each of these to which other parties it may be offered now, in the fixed order of the parties.
    /// Nothing is opened by it.
    async fn offer(&self, vragen: Vec<Aanbodvraag>) -> Result<Vec<Vec<PartijId>>, RegisterError>;

    /// Takes in what the owners of trajecten tell of them, for the grants that are bound to one.
    async fn hear_of_trajecten(&self, told: &Trajectmeldingen) -> Result<(), RegisterError>;
}

/// What the owners of trajecten tell of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trajectmeldingen {
    /// Of single trajecten.
    pub trajecten: Vec<Trajectmelding>,
    /// The owners all of whose earlier words still hold: it counts for as long as the inrichting says.
    pub bijgewerkt: BTreeSet<PartijId>,
}

/// Whether a traject runs, its aftercare included. What has ended once stays so.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trajectmelding {
    /// The owner.
    pub bronhouder: PartijId,
    /// The traject, as its owner names it for this resident.
    pub traject: Uuid,
    /// Whose.
    pub inwoner: InwonerId,
    /// Whether it runs; else it has ended.
    pub loopt: bool,
}

impl Trajectmelding {
    /// The traject as grants are bound to it.
    pub fn binding(&self) -> Binding {
        Binding {
            bronhouder: self.bronhouder.clone(),
            traject: self.traject,
        }
    }
}

/// A question as it was asked then.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Herspeelvraag {
    /// Who asked.
    pub vrager: Vrager,
    /// What.
    pub vraag: Vraag,
    /// The register's version on which it was decided.
    pub registerversie: i64,
    /// The version of the inrichting on which it was decided.
    pub inrichting: i64,
    /// When (UTC).
    pub op: DateTime<Utc>,
}

/// How long the register keeps silent, at most, towards whoever follows its version.
pub const HEARTBEAT: Duration = Duration::from_secs(5);

/// What to do with numbers that fail the elfproef: no resident can have them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TestNumbers {
    /// Refuse those that were not imported as test data before.
    Known,
    /// Take them in as labelled test data.
    Accept,
}

/// A resident of whom a record is to be kept.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Resolved {
    /// The id that answers name: the one that was given, or the one under the present key.
    pub asked: InwonerId,
    /// The id under which records are kept.
    pub kept: InwonerId,
    /// Whether the number can only be test data.
    pub is_test: bool,
}

/// The inrichting with the register's version that made it.
#[derive(Clone, Debug)]
pub struct Ingericht {
    /// The version; 0 when nothing has been configured yet.
    pub versie: i64,
    /// The inrichting.
    pub inrichting: Arc<Inrichting>,
}

/// The register's answer to a set of questions.
#[derive(Clone, Debug)]
pub struct Oordeel {
    /// The version of the register on which all of it was decided.
    pub registerversie: i64,
    /// The version of the inrichting.
    pub inrichting_versie: i64,
    /// When it was decided, by the register's clock (UTC).
    pub op: DateTime<Utc>,
    /// One decision per question, in their order.
    pub besluiten: Vec<Besluit>,
    /// Under which id the records of each asked resident are kept.
    pub canonical: HashMap<InwonerId, InwonerId>,
}

/// What changed since a version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The present version.
    pub registerversie: i64,
    /// For whom something changed.
    pub changed: Changed,
}

/// For whom something changed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    /// For these of the asked residents.
    Inwoners(HashSet<InwonerId>),
    /// The inrichting changed: for everybody.
    Everybody,
}

impl Changed {
    /// Whether something changed for this resident.
    pub fn touches(&self, inwoner: &InwonerId) -> bool {
        match self {
            Self::Everybody => true,
            Self::Inwoners(changed) => changed.contains(inwoner),
        }
    }

    /// Whether nothing changed.
    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Inwoners(changed) if changed.is_empty())
    }
}

/// Why the register gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum RegisterError {
    /// It cannot be reached or cannot read its own records.
    #[error("the register cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The party may not use the BSN.
    #[error("this party may not look up by bsn")]
    NotBsnGerechtigd,
    /// Too many look-ups by BSN.
    #[error("too many look-ups by bsn")]
    TooManyLookups,
    /// These of the named residents can't be taken, by their place in the list.
    #[error("residents are not named well")]
    Inwoners(Vec<(usize, InwonerFault)>),
}

/// What is wrong with the way in which a resident is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InwonerFault {
    /// Not nine digits.
    Form,
    /// Fails the elfproef, and isn't known as test data.
    Elfproef,
    /// A client number that isn't coupled.
    EigenNummer,
}

impl InwonerFault {
    /// The field and the reason, in words for the caller.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Form => ("bsn", "heeft geen negen cijfers"),
            Self::Elfproef => ("bsn", "voldoet niet aan de elfproef"),
            Self::EigenNummer => ("eigenNummer", "is niet gekoppeld"),
        }
    }
}

impl RegisterError {
    /// Wraps whatever kept the register from answering.
    pub fn unreachable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unreachable(cause.into())
    }
}
