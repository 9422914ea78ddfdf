use std::{collections::HashMap, ops::Range};

use super::{Hash, empty_root, node_hash};

/// A full subtree: 2^`level` leaves from number `index` × 2^`level` on. Level 0 is a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subtree {
    /// How high it is.
    pub level: u32,
    /// Which one of that height, from the left, from 0.
    pub index: u64,
}

/// Where hashes of full subtrees are kept.
pub trait Nodes {
    /// The hash of a full subtree; `None` where it is not kept.
    fn node(&self, subtree: Subtree) -> Option<Hash>;
}

impl Nodes for HashMap<Subtree, Hash> {
    fn node(&self, subtree: Subtree) -> Option<Hash> {
        self.get(&subtree).copied()
    }
}

/// The full subtrees of which the leaves of a range are made, from left to right. The range is one that the
/// definitions of RFC 9162 make: it begins where a subtree of at least its size begins.
pub fn subtrees(range: Range<u64>) -> Vec<Subtree> {
    let mut parts = Vec::new();
    let mut at = range.start;
    while at < range.end {
        let level = (range.end - at).ilog2().min(at.trailing_zeros());
        parts.push(Subtree {
            level,
            index: at >> level,
        });
        at += 1 << level;
    }
    parts
}

/// The hash over the leaves of a range (RFC 9162, §2.1.1); `None` when a subtree is not kept.
pub fn hash_of(range: Range<u64>, nodes: &impl Nodes) -> Option<Hash> {
    let mut hash = None;
    for part in subtrees(range).into_iter().rev() {
        let left = nodes.node(part)?;
        hash = Some(hash.map_or(left, |right| node_hash(&left, &right)));
    }
    Some(hash.unwrap_or_else(empty_root))
}
