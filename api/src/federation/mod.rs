//! The join: one supergraph, planned and executed over five subgraphs.

mod subgraph;

pub use subgraph::{Gedeelde, Subgraph, SubgraphName, SubgraphRequest, SubgraphResponse, Verantwoording};
