use super::{Hash, Nodes, Proof, Subtree, consistency, hash_of, inclusion, node_hash};

/// A whole tree in memory: for logs that are small, and for whoever wants proofs of an export.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The full subtrees, per level.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// How many leaves it has.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Adds a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let Some(hashes) = self.levels.get_mut(level) else {
                return;
            };
            hashes.push(hash);
            match hashes.as_slice() {
                [.., left, right] if hashes.len().is_multiple_of(2) => hash = node_hash(left, right),
                _ => return,
            }
        }
    }

    /// The root of its first `size` leaves; `None` when it has fewer.
    pub fn root(&self, size: u64) -> Option<Hash> {
        hash_of(0..size, self)
    }

    /// The proof that leaf `index` stands in its first `size` leaves.
    pub fn inclusion(&self, index: u64, size: u64) -> Option<Vec<Hash>> {
        self.made(inclusion(index, size)?)
    }

    /// The proof that its first `old` leaves are the beginning of its first `new`.
    pub fn consistency(&self, old: u64, new: u64) -> Option<Vec<Hash>> {
        self.made(consistency(old, new)?)
    }

    fn made(&self, proof: Proof) -> Option<Vec<Hash>> {
        proof.hashes(self)
    }
}

impl Nodes for Tree {
    fn node(&self, Subtree { level, index }: Subtree) -> Option<Hash> {
        let hashes = self.levels.get(usize::try_from(level).ok()?)?;
        hashes.get(usize::try_from(index).ok()?).copied()
    }
}

impl FromIterator<Hash> for Tree {
    fn from_iter<I: IntoIterator<Item = Hash>>(leaves: I) -> Self {
        let mut tree = Self::default();
        leaves.into_iter().for_each(|leaf| tree.push(leaf));
        tree
    }
}
