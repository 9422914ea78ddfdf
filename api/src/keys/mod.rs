//! Signing keys of the hub itself: what it mints tokens with, and the key sets (RFC 7517) by which others
//! check them.

pub mod demo;
mod jwks;
pub(crate) mod pem;
mod signing;

pub use jwks::{jwk_set, write_jwks};
pub use signing::{KeyError, SigningKey};
