use super::{Hash, empty_root, node_hash};

/// A tree that grows at its end and remembers only what its next roots need: the full subtrees at its right
/// edge. Whoever checks a log from its first line on walks it with one of these.
#[derive(Clone, Debug, Default)]
pub struct Frontier {
    size: u64,
    /// From left to right, each lower than the one before.
    edge: Vec<Hash>,
}

impl Frontier {
    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.edge.pop() {
                hash = node_hash(&left, &hash);
            }
        }
        self.edge.push(hash);
        self.size += 1;
    }

    /// The root of the tree as it is now.
    pub fn root(&self) -> Hash {
        let fold = |right: Hash, left: &Hash| node_hash(left, &right);
        let mut edge = self.edge.iter().rev();
        edge.next().map_or_else(empty_root, |last| edge.fold(*last, fold))
    }
}
