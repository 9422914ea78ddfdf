//! The Merkle tree of RFC 9162, §2.1 (SHA-256): hashes of leaves and nodes, proofs and their checking.
//!
//! Leaves are numbered from 0. A subtree that is full never changes any more, so that a tree needs no hashing
//! anew when it grows: every root and every proof is folded out of [`Subtree`]s, which whoever keeps the tree
//! hands out by a [`Nodes`].
//!
//! It is our own, since it is 200 lines, and the crate there is (`ct-merkle`) says of itself that it is not
//! audited and keeps the tree in memory. The tests hold it against the vectors of RFC 6962 and against a
//! naive recursion, at every size up to 1,000.

mod frontier;
mod hash;
mod prove;
mod subtree;
#[cfg(test)]
mod tests;
mod tree;
mod verify;

pub use frontier::Frontier;
pub use hash::{Hash, NoHash, empty_root, leaf_hash, node_hash};
pub use prove::{Proof, consistency, inclusion};
pub use subtree::{Nodes, Subtree, hash_of, subtrees};
pub use tree::Tree;
pub use verify::{ProofError, verify_consistency, verify_inclusion};
