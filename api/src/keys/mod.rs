//! Signing keys of the hub itself: what it mints tokens with, the key sets (RFC 7517) by which others check them,
//! and what it signs checkpoints of its logs with.

pub mod demo;
mod jwks;
mod log;
pub(crate) mod pem;
mod signing;

pub use jwks::{jwk_set, write_jwks};
pub use log::{LogKeys, NoLogName};
pub use signing::{KeyError, SigningKey};
