//! The tree against the published vectors and against the definition of RFC 9162 as it stands there.

use std::ops::Range;

use super::*;

/// The eight leaves of the vectors that implementations of RFC 6962 share.
const LEAVES: [&str; 8] = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
];

/// Their roots at sizes 1 to 8.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len() / 2)
        .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap())
        .collect()
}

fn hash(hex: &str) -> Hash {
    Hash::from_slice(&bytes(hex)).unwrap()
}

fn vector() -> Tree {
    LEAVES.iter().map(|leaf| leaf_hash(&bytes(leaf))).collect()
}

#[test]
fn the_empty_tree_has_the_hash_of_nothing() {
    let nothing = hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(empty_root(), nothing);
    assert_eq!(Tree::default().root(0), Some(nothing));
    assert_eq!(Frontier::default().root(), nothing);
}

#[test]
fn the_published_roots() {
    let (tree, mut frontier) = (vector(), Frontier::default());
    for (size, (leaf, root)) in LEAVES.iter().zip(ROOTS).enumerate() {
        frontier.push(leaf_hash(&bytes(leaf)));
        assert_eq!(tree.root(size as u64 + 1), Some(hash(root)), "size {}", size + 1);
        assert_eq!(frontier.root(), hash(root), "size {}", size + 1);
    }
}

#[test]
fn the_published_proofs() {
    let tree = vector();
    let inclusion = |index, size| tree.inclusion(index, size).unwrap();
    assert_eq!(inclusion(0, 1), []);
    let of_first = [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ];
    assert_eq!(inclusion(0, 8), of_first.map(hash));
    let of_sixth = [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(inclusion(5, 8), of_sixth.map(hash));
    assert_eq!(inclusion(2, 3), [hash(ROOTS[1])]);
    let consistency = |old, new| tree.consistency(old, new).unwrap();
    assert_eq!(consistency(1, 1), []);
    assert_eq!(consistency(1, 8), of_first.map(hash));
    let six_to_eight = [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ];
    assert_eq!(consistency(6, 8), six_to_eight.map(hash));
}

/// MTH, PATH and SUBPROOF of RFC 9162 word for word.
struct Naive(Vec<Hash>);

impl Naive {
    fn split(size: u64) -> u64 {
        let mut k = 1;
        while 2 * k < size {
            k *= 2;
        }
        k
    }

    fn mth(&self, range: Range<u64>) -> Hash {
        match range.end - range.start {
            0 => empty_root(),
            1 => self.0[usize::try_from(range.start).unwrap()],
            size => {
                let k = range.start + Self::split(size);
                node_hash(&self.mth(range.start..k), &self.mth(k..range.end))
            }
        }
    }

    fn path(&self, m: u64, range: Range<u64>) -> Vec<Hash> {
        let size = range.end - range.start;
        if size == 1 {
            return Vec::new();
        }
        let k = Self::split(size);
        let middle = range.start + k;
        let (mut path, other) = if m < k {
            (self.path(m, range.start..middle), self.mth(middle..range.end))
        } else {
            (self.path(m - k, middle..range.end), self.mth(range.start..middle))
        };
        path.push(other);
        path
    }

    fn subproof(&self, m: u64, range: Range<u64>, known: bool) -> Vec<Hash> {
        let size = range.end - range.start;
        if m == size {
            return if known { Vec::new() } else { vec![self.mth(range)] };
        }
        let k = Self::split(size);
        let middle = range.start + k;
        let (mut path, other) = if m <= k {
            (
                self.subproof(m, range.start..middle, known),
                self.mth(middle..range.end),
            )
        } else {
            (
                self.subproof(m - k, middle..range.end, false),
                self.mth(range.start..middle),
            )
        };
        path.push(other);
        path
    }
}

/// Every size up to 1,000: root and every inclusion proof, and the consistency with a sample of older sizes.
#[test]
fn every_size_up_to_a_thousand_as_the_rfc_defines_it() {
    const SIZES: u64 = 1_000;
    let leaves: Vec<_> = (0..SIZES)
        .map(|number| leaf_hash(&number.to_be_bytes()))
        .collect();
    let tree: Tree = leaves.iter().copied().collect();
    let naive = Naive(leaves.clone());
    let roots: Vec<_> = (0..=SIZES).map(|size| tree.root(size).unwrap()).collect();
    let mut frontier = Frontier::default();
    for size in 1..=SIZES {
        frontier.push(leaves[size as usize - 1]);
        let root = roots[size as usize];
        assert_eq!(root, naive.mth(0..size), "size {size}");
        assert_eq!(root, frontier.root(), "size {size}");
        for index in 0..size {
            let proof = tree.inclusion(index, size).unwrap();
            verify_inclusion(&leaves[index as usize], index, size, &root, &proof)
                .unwrap_or_else(|error| panic!("leaf {index} of {size}: {error}"));
            // The naive way hashes the whole tree for each leaf: a sample, with both ends.
            if size <= 70 || index % 97 == size % 97 || index + 1 == size {
                assert_eq!(proof, naive.path(index, 0..size), "leaf {index} of {size}");
            }
        }
        for old in (1..size).filter(|old| size <= 70 || old % 89 == size % 89 || old.is_power_of_two()) {
            let proof = tree.consistency(old, size).unwrap();
            assert_eq!(proof, naive.subproof(old, 0..size, true), "{old} in {size}");
            verify_consistency((old, &roots[old as usize]), (size, &root), &proof)
                .unwrap_or_else(|error| panic!("{old} in {size}: {error}"));
        }
    }
}

#[test]
fn what_cannot_be_proven_is_not() {
    let tree = vector();
    assert_eq!(tree.inclusion(8, 8), None);
    assert_eq!(tree.inclusion(0, 9), None);
    assert_eq!(tree.consistency(9, 8), None);
    assert_eq!(tree.root(9), None);
    let (five, eight) = (tree.root(5).unwrap(), tree.root(8).unwrap());
    assert_eq!(verify_consistency((0, &empty_root()), (8, &eight), &[]), Ok(()));
    assert_eq!(
        verify_consistency((0, &five), (8, &eight), &[]),
        Err(ProofError::Root)
    );
    assert_eq!(
        verify_consistency((8, &five), (8, &eight), &[]),
        Err(ProofError::Root)
    );
    assert_eq!(
        verify_consistency((8, &eight), (5, &five), &[]),
        Err(ProofError::Shape)
    );
    assert_eq!(
        verify_consistency((5, &five), (8, &eight), &[]),
        Err(ProofError::Shape)
    );
}

/// Every forgery of one hash, one index, one size or one step more or less fails.
#[test]
fn a_proof_that_is_touched_proves_nothing() {
    let leaves: Vec<_> = (0..40_u64)
        .map(|number| leaf_hash(&number.to_be_bytes()))
        .collect();
    let tree: Tree = leaves.iter().copied().collect();
    for size in 1..=40 {
        let root = tree.root(size).unwrap();
        for index in 0..size {
            let (leaf, proof) = (leaves[index as usize], tree.inclusion(index, size).unwrap());
            let fails = |leaf, index, size, root, proof: &[Hash]| {
                assert!(
                    verify_inclusion(&leaf, index, size, &root, proof).is_err(),
                    "{index} of {size}"
                );
            };
            for at in 0..proof.len() {
                let mut other = proof.clone();
                other[at] = leaf_hash(b"forged");
                fails(leaf, index, size, root, &other);
                other = proof.clone();
                other.remove(at);
                fails(leaf, index, size, root, &other);
            }
            fails(leaf, index, size, root, &[proof.as_slice(), &[root]].concat());
            fails(leaf_hash(b"forged"), index, size, root, &proof);
            fails(leaf, index, size, leaf_hash(b"forged"), &proof);
            if size > 1 {
                fails(leaf, (index + 1) % size, size, root, &proof);
            }
        }
        for old in 1..size {
            let (old_root, proof) = (tree.root(old).unwrap(), tree.consistency(old, size).unwrap());
            let fails = |old_root, root, proof: &[Hash]| {
                assert!(verify_consistency((old, &old_root), (size, &root), proof).is_err());
            };
            for at in 0..proof.len() {
                let mut other = proof.clone();
                other[at] = leaf_hash(b"forged");
                fails(old_root, root, &other);
                other.remove(at);
                fails(old_root, root, &other);
            }
            fails(leaf_hash(b"forged"), root, &proof);
            fails(old_root, leaf_hash(b"forged"), &proof);
        }
    }
}
