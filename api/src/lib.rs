//! Schakel: a GraphQL integration hub for Dutch municipal debt relief. ARCHITECTURE.md follows one
//! query, one publication and one revocation through this crate.

pub mod cli;
pub mod clock;
pub mod config;
mod console;
pub mod demo;
pub mod domain;
pub mod export;
pub mod federation;
mod hex;
pub mod http;
pub mod import;
pub mod installation;
pub mod keys;
pub mod logbook;
pub mod publication;
pub mod rapportage;
pub mod register;
pub mod request;
pub mod subgraphs;
pub mod termijnen;
