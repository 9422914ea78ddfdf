use super::{Hash, empty_root, node_hash};

/// A proof that proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// No proof of these sizes has this length, or no such proof exists.
    #[error("the proof does not fit the sizes")]
    Shape,
    /// What follows from the proof is another root.
    #[error("the proof leads to another root")]
    Root,
}

/// Checks that `leaf` stands at `index` in the tree with this size and root (RFC 9162, §2.1.3.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::Shape);
    }
    let (mut first, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for other in proof {
        if last == 0 {
            return Err(ProofError::Shape);
        }
        if is_odd(first) || first == last {
            hash = node_hash(other, &hash);
            climb_to_odd(&mut first, &mut last);
        } else {
            hash = node_hash(&hash, other);
        }
        first >>= 1;
        last >>= 1;
    }
    match last {
        0 if hash == *root => Ok(()),
        0 => Err(ProofError::Root),
        _ => Err(ProofError::Shape),
    }
}

/// Checks that the tree (`old`, `old_root`) is the beginning of (`new`, `new_root`) (RFC 9162, §2.1.4.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_consistency(
    (old, old_root): (u64, &Hash),
    (new, new_root): (u64, &Hash),
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::Shape);
    }
    if old == 0 || old == new {
        let expected = if old == 0 { empty_root() } else { *new_root };
        return match proof {
            [] if *old_root == expected => Ok(()),
            [] => Err(ProofError::Root),
            _ => Err(ProofError::Shape),
        };
    }
    let mut hashes = proof.iter();
    let begin = if old.is_power_of_two() {
        *old_root
    } else {
        *hashes.next().ok_or(ProofError::Shape)?
    };
    let (mut first, mut last) = (old - 1, new - 1);
    let full = first.trailing_ones();
    first >>= full;
    last >>= full;
    let (mut of_old, mut of_new) = (begin, begin);
    for other in hashes {
        if last == 0 {
            return Err(ProofError::Shape);
        }
        if is_odd(first) || first == last {
            of_old = node_hash(other, &of_old);
            of_new = node_hash(other, &of_new);
            climb_to_odd(&mut first, &mut last);
        } else {
            of_new = node_hash(&of_new, other);
        }
        first >>= 1;
        last >>= 1;
    }
    match last {
        0 if of_old == *old_root && of_new == *new_root => Ok(()),
        0 => Err(ProofError::Root),
        _ => Err(ProofError::Shape),
    }
}

fn is_odd(number: u64) -> bool {
    number & 1 == 1
}

/// Skips the levels at which the path has no sibling.
fn climb_to_odd(first: &mut u64, last: &mut u64) {
    while !is_odd(*first) && *first != 0 {
        *first >>= 1;
        *last >>= 1;
    }
}
