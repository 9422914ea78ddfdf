//! What the list of a party's residents asks of the rooms next door, here or in other processes: whose dossiers the party
//! keeps there, and whose stand so, as far as the caller may know. Each room answers for its own records, the way of a
//! request: who asks has decided nothing.

mod local;
mod remote;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
pub use local::{CaseloadBron, LocalNeighbour, StatusOf};
pub use remote::{NeighbourPlace, RemoteNeighbour};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{InwonerId, Reden},
    federation::SubgraphName,
    publication::DossierStatus,
    request::{
        RequestContext,
        authenticate::Subject,
        disclose::{Findings, Unanswered},
    },
};

/// Where the list asks of one subgraph's records.
#[async_trait::async_trait]
pub trait Neighbour: Send + Sync {
    /// The residents of the dossiers that the caller's party owns there and has not withdrawn, each with when the hub last
    /// took in one (UTC): the party's own knowledge, which takes no decision.
    ///
    /// # Errors
    /// [`NeighbourError`] when it can't be read.
    async fn own_residents(
        &self,
        context: &RequestContext,
    ) -> Result<HashMap<InwonerId, DateTime<Utc>>, NeighbourError>;

    /// Of which of these residents a dossier stands so that this caller may know of: decided, loaded, logged and checked
    /// there, at most [`MOST_RESIDENTS`] at once.
    ///
    /// # Errors
    /// [`NeighbourError`] when it can't be decided, read or logged, or its dossiers have no status: never a guess.
    async fn standing(
        &self,
        context: &RequestContext,
        inwoners: &[InwonerId],
        status: DossierStatus,
    ) -> Result<Findings, NeighbourError>;
}

/// How many residents one question may name: so many lines in the log does it cost.
pub const MOST_RESIDENTS: usize = 250;

/// Why a room gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum NeighbourError {
    /// The database.
    #[error("the records cannot be read")]
    Database(#[from] sea_orm::DbErr),
    /// The register, which names the parties.
    #[error(transparent)]
    Register(#[from] Unanswered),
    /// Something that the room needs to decide, read or log.
    #[error("the room cannot look: {}", .0.word())]
    CutOff(Reden),
    /// Its dossiers have no status.
    #[error("dossiers of {0} have no status")]
    NoStatus(SubgraphName),
    /// Where it is isn't configured.
    #[error("where {0} is isn't configured")]
    Unconfigured(SubgraphName),
    /// The process that keeps the records.
    #[error("the process that keeps them gives no answer: {0}")]
    Unanswered(&'static str),
}

/// The rooms of which is known where they are.
#[derive(Clone, Default)]
pub struct Neighbours(BTreeMap<SubgraphName, Arc<dyn Neighbour>>);

impl Neighbours {
    /// One room.
    ///
    /// # Errors
    /// [`NeighbourError::Unconfigured`] for every other.
    pub fn get(&self, name: SubgraphName) -> Result<&Arc<dyn Neighbour>, NeighbourError> {
        self.0.get(&name).ok_or(NeighbourError::Unconfigured(name))
    }

    /// Whether this room is among them.
    pub fn contains(&self, name: SubgraphName) -> bool {
        self.0.contains_key(&name)
    }

    /// Adds a room.
    pub fn insert(&mut self, name: SubgraphName, neighbour: Arc<dyn Neighbour>) {
        self.0.insert(name, neighbour);
    }
}

/// Where another process asks whose dossiers the caller's party keeps.
pub const EIGEN: &str = "caseload/v1/eigen";
/// Where another process asks whose dossiers stand so.
pub const STATUS: &str = "caseload/v1/status";

/// Whose dossiers does this caller's party keep at this subgraph?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireEigen {
    /// The caller, as who asks has let them in.
    pub subject: Subject,
    /// The subgraph.
    pub subgraph: SubgraphName,
}

/// Of which of these residents does a dossier at this subgraph stand so that this caller may know of?
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WireStatus {
    /// The caller, as who asks has let them in.
    pub subject: Subject,
    /// The subgraph.
    pub subgraph: SubgraphName,
    /// The residents.
    pub inwoners: Vec<InwonerId>,
    /// How it stands.
    pub status: DossierStatus,
}
