use std::ops::Range;

use super::{Hash, Nodes, Subtree, hash_of, subtrees};

/// A proof as it is to be made: the ranges of leaves whose hashes it lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof(Vec<Range<u64>>);

/// What proves that leaf `index` stands in the tree of this size (RFC 9162, §2.1.3.1); `None` when it can't.
pub fn inclusion(index: u64, size: u64) -> Option<Proof> {
    if index >= size {
        return None;
    }
    let mut path = Vec::new();
    let (mut start, mut end) = (0, size);
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            path.push(middle..end);
            end = middle;
        } else {
            path.push(start..middle);
            start = middle;
        }
    }
    path.reverse();
    Some(Proof(path))
}

/// What proves that the tree of size `old` is the beginning of the tree of size `new` (RFC 9162, §2.1.4.1);
/// `None` when it is no beginning. From the empty tree, and to the same tree, the proof is empty.
pub fn consistency(old: u64, new: u64) -> Option<Proof> {
    if old > new {
        return None;
    }
    let mut path = Vec::new();
    if old == 0 || old == new {
        return Some(Proof(path));
    }
    let (mut start, mut end) = (0, new);
    while end != old {
        let middle = start + split(end - start);
        if old <= middle {
            path.push(middle..end);
            end = middle;
        } else {
            path.push(start..middle);
            start = middle;
        }
    }
    if start > 0 {
        path.push(start..end);
    }
    path.reverse();
    Some(Proof(path))
}

/// The largest power of two below `size`, which is more than one.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

impl Proof {
    /// The full subtrees that are needed to make it.
    pub fn subtrees(&self) -> Vec<Subtree> {
        self.0.iter().cloned().flat_map(subtrees).collect()
    }

    /// The hashes that it lists; `None` when a subtree is not kept.
    pub fn hashes(&self, nodes: &impl Nodes) -> Option<Vec<Hash>> {
        self.0
            .iter()
            .cloned()
            .map(|range| hash_of(range, nodes))
            .collect()
    }
}
