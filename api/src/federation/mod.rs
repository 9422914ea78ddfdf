//! The join: one supergraph, planned and executed over five subgraphs.
//!
//! A question goes its way by the files: [`document`] (what is asked, within limits), [`plan`] (whom to ask what),
//! `execute` (ask and merge), [`last_question`](LastQuestion) (what may still be shown), `shape` and `project`
//! (the client's answer).

mod answer;
pub mod document;
mod error;
mod execute;
mod hub;
mod introspect;
mod last_question;
pub mod plan;
mod plans;
mod project;
mod remote;
mod shape;
mod subgraph;
pub mod supergraph;

#[cfg(test)]
mod testdata;
#[cfg(test)]
mod tests;

pub use answer::{GraphqlRequest, HubAnswer};
pub use document::DocumentLimits;
pub use error::{ClientError, Foutcode, Location, Path};
pub use hub::{Hub, HubLimits};
pub use last_question::{LastQuestion, RegisterUnreachable, StillAllowed, Withdrawn};
pub(crate) use remote::{HEARTBEAT, STREAM_ID, read_within};
pub use remote::{MintError, MintToken, RemoteLimits, RemoteSubgraph, http_client};
pub use subgraph::{
    Gedeelde, MedeClient, Subgraph, SubgraphName, SubgraphRequest, SubgraphResponse, SubgraphStream,
    Verantwoording,
};
pub use supergraph::{ApiSchema, SupergraphError};
