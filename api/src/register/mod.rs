//! The consent register as everybody else sees it: a port, answered in this process or over HTTP.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use crate::{
    domain::{Bsn, Inrichting, InwonerId},
    request::{
        authenticate::Caller,
        decide::{Besluit, Vraag},
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

    /// The present inrichting with its version.
    async fn inrichting(&self) -> Result<Arc<Ingericht>, RegisterError>;

    /// The ids of residents by BSN, on behalf of a party that is `bsnGerechtigd`: for known and unknown
    /// alike. `accept_test` marks numbers that fail the elfproef as known test data.
    async fn ids_by_bsn(
        &self,
        caller: &Caller,
        bsns: Vec<Bsn>,
        purpose: BsnPurpose,
    ) -> Result<Vec<InwonerId>, RegisterError>;

    /// The ids of residents by the caller's own client numbers; `None` where nothing is coupled.
    async fn ids_by_eigen_nummer(
        &self,
        caller: &Caller,
        eigen_nummers: &[String],
    ) -> Result<Vec<Option<InwonerId>>, RegisterError>;

    /// The ids under which records of these residents are kept (equal to the given ids, but after a key
    /// rotation).
    async fn canonical(&self, inwoners: &[InwonerId])
    -> Result<HashMap<InwonerId, InwonerId>, RegisterError>;
}

/// Why ids are looked up by BSN: only a publication may leave a trace of the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BsnPurpose {
    /// A question; nothing is written.
    Lookup,
    /// A record follows; ids under earlier keys are kept as aliases.
    Publish,
    /// A test record follows: numbers that fail the elfproef are noted as test data.
    PublishTest,
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
    /// A number that fails the elfproef and isn't known as test data.
    #[error("a bsn fails the elfproef")]
    Elfproef,
}

impl RegisterError {
    /// Wraps whatever kept the register from answering.
    pub fn unreachable(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Unreachable(cause.into())
    }
}
