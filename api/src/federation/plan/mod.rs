//! How one document is answered: which subgraph is asked what, in which order. The plan's types are ours; the
//! planner stands behind one trait.

mod convert;
mod hive;
mod prune;

pub use hive::HivePlanner;
pub(super) use prune::operation_to_plan;

use std::{collections::BTreeSet, sync::Arc};

use async_graphql::parser::types::ExecutableDocument;

use super::SubgraphName;

/// Makes plans.
pub trait QueryPlanner: Send + Sync {
    /// Plans one valid operation, given as a document of its own.
    ///
    /// # Errors
    /// [`PlanError`] when no plan can be made.
    fn plan(&self, operation: &str) -> Result<Plan, PlanError>;
}

/// An operation for which no plan could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// The planner gave up on it.
    #[error("no plan for this operation")]
    Refused,
    /// The planner broke off.
    #[error("the planner failed")]
    Panicked,
    /// The plan holds something that this join does not carry out.
    #[error("the plan holds {0}, which is not supported")]
    Unsupported(&'static str),
    /// The plan names a subgraph that is not one of ours.
    #[error("the plan names an unknown subgraph `{0}`")]
    SubgraphUnknown(String),
    /// A subgraph document cannot be read back.
    #[error("a subgraph document is not readable")]
    Document,
}

/// What to do for one operation; empty where nothing has to be asked of a subgraph.
#[derive(Debug, Default)]
pub struct Plan {
    /// What is subscribed to, where the operation is a subscription: each event of it begins an answer.
    pub subscription: Option<Fetch>,
    /// The first step; of a subscription the first after each event.
    pub root: Option<Step>,
}

/// One step.
#[derive(Debug)]
pub enum Step {
    /// Ask root fields.
    Fetch(Fetch),
    /// Ask fields of entities that are known already, in one call for all places.
    Entities(EntityFetch),
    /// One after the other.
    Sequence(Vec<Step>),
    /// All at once.
    Parallel(Vec<Step>),
    /// One of two, by a variable.
    Condition {
        /// The variable of `@include` or `@skip`.
        variable: String,
        /// What to do when it is true.
        when_true: Option<Box<Step>>,
        /// What to do when it is false.
        when_false: Option<Box<Step>>,
    },
}

/// A document for one subgraph, parsed once.
#[derive(Debug)]
pub struct Call {
    /// Who is asked.
    pub subgraph: SubgraphName,
    /// The document as text.
    pub text: Arc<str>,
    /// The same, parsed.
    pub document: Arc<ExecutableDocument>,
    /// The client's variables that it uses.
    pub variables: BTreeSet<String>,
}

/// Root fields of one subgraph.
#[derive(Debug)]
pub struct Fetch {
    /// What is asked.
    pub call: Call,
    /// The response keys that it fills.
    pub keys: Vec<String>,
    /// Changes to the answer before it is merged.
    pub output: Vec<Rewrite>,
}

/// Fields of entities of one subgraph.
#[derive(Debug)]
pub struct EntityFetch {
    /// What is asked.
    pub call: Call,
    /// One or more groups of entities, each under its own response key.
    pub batches: Vec<EntityBatch>,
}

/// One group of entities in a call.
#[derive(Debug)]
pub struct EntityBatch {
    /// The response key in the subgraph's answer: `_entities` or an alias of it.
    pub answer_key: String,
    /// The variable that takes the representations.
    pub variable: String,
    /// Where in the answer the entities stand.
    pub places: Vec<Vec<PlaceSegment>>,
    /// What of an entity the subgraph needs.
    pub requires: Vec<Require>,
    /// The response keys that it fills in each entity.
    pub keys: Vec<String>,
    /// Changes to a representation before it is sent.
    pub input: Vec<Rewrite>,
    /// Changes to an entity before it is merged.
    pub output: Vec<Rewrite>,
}

/// A step on the way to the entities.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceSegment {
    /// Into a field.
    Key(String),
    /// Into each item of a list.
    Items,
    /// Only objects of these types.
    OfType(BTreeSet<String>),
}

/// A part of a representation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Require {
    /// A field: read under one key, sent under another (they differ where the client's alias took the name).
    Field {
        /// The key in the answer so far.
        read: String,
        /// The key in the representation.
        write: String,
        /// What of it, where it is an object.
        parts: Vec<Require>,
    },
    /// Parts of objects of one type.
    OfType {
        /// The type that the planner named.
        name: String,
        /// The object types that it covers.
        types: BTreeSet<String>,
        /// The parts.
        parts: Vec<Require>,
    },
}

/// A change to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rewrite {
    /// Gives the value at the path another key.
    Rename {
        /// The way to it, its present key last.
        path: Vec<PlaceSegment>,
        /// Its new key.
        to: String,
    },
    /// Sets a text at the path.
    Set {
        /// The way to it.
        path: Vec<PlaceSegment>,
        /// The text.
        to: String,
    },
}
