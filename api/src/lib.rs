//! Schakel: a GraphQL integration hub for Dutch municipal debt relief. ARCHITECTURE.md follows one
//! query, one publication and one revocation through this crate.

pub mod domain;
pub mod federation;
pub mod import;
pub mod publication;
pub mod request;
