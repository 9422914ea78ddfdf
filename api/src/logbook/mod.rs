//! The log of disclosures as something that can be proven: group commit, a Merkle tree over its lines, signed
//! checkpoints, and what is made of it for others.
//!
//! [`request::log`](crate::request::log) is the port by which an answer waits until its records are durable;
//! what stands here is behind it. Each subgraph's database has a log of its own.

mod checkpoints;
pub mod export;
mod keeper;
mod line;
pub mod merkle;
mod notary;
pub mod note;
pub mod render;
pub mod retention;
mod stored_tree;
#[cfg(test)]
mod tests;
pub mod verify;
mod writer;

pub use checkpoints::Checkpoints;
pub use keeper::Keeper;
pub(crate) use line::{
    CORRECTING, ERASING, ERASING_RECORD, EXPIRING, EXPORT, READING_RECTIFICATIONS, REPORT, WITHDRAWING, open,
    seal,
};
pub use notary::{Notary, NotaryError};
pub use stored_tree::{StoredTree, TreeError};
pub(crate) use writer::Writer;
