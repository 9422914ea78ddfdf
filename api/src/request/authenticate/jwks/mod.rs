//! The public keys of an issuer: read from a file or an address, kept, and read again when the issuer rotates
//! them.

mod cache;
mod fetch;
mod key;

pub(super) use cache::{CachePace, KeyCache};
pub(super) use fetch::check_url;
pub(super) use key::PublicKey;
