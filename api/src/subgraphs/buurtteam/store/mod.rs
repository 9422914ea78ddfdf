//! The only place that touches the tables of this subgraph.

pub mod publish;
