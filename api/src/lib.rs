//! Schakel: a GraphQL integration hub for Dutch municipal debt relief. ARCHITECTURE.md follows one
//! query, one publication and one revocation through this crate.

pub mod clock;
pub mod domain;
pub mod federation;
pub mod publication;
pub mod register;
pub mod request;
pub mod subgraphs;
