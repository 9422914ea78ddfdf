//! Codes that are told once, of which only the hash is kept.

use aws_lc_rs::{digest, rand};

use crate::domain::InwonerId;

/// Five random bits per character, in characters that read well aloud; `None` when there are no random bytes.
pub(super) fn random_code(characters: usize) -> Option<String> {
    let mut bytes = [0; 32];
    rand::fill(&mut bytes).ok()?;
    let text = InwonerId::from_hash(&bytes);
    Some(text.as_str().chars().take(characters).collect())
}

/// The hash under which a code is kept: as it was told, or as somebody reads it off paper.
pub(super) fn hash_of_code(code: &str) -> String {
    let read: String = code
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c.to_ascii_lowercase() {
            // The alphabet has none of these: what was read was meant otherwise.
            'o' => '0',
            'i' | 'l' => '1',
            other => other,
        })
        .collect();
    sha256(&read)
}

/// SHA-256 of a text, hexadecimal.
pub(super) fn sha256(text: &str) -> String {
    digest::digest(&digest::SHA256, text.as_bytes())
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_back_as_people_write_it() {
        assert_eq!(hash_of_code("ab01-cd23"), hash_of_code(" ABol CD23 "));
        assert_ne!(hash_of_code("ab01cd23"), hash_of_code("ab01cd24"));
    }

    #[test]
    fn no_code_comes_twice() {
        let codes: std::collections::BTreeSet<_> = (0..100).map(|_| random_code(16).unwrap()).collect();
        assert_eq!(codes.len(), 100);
        assert!(codes.iter().all(|code| code.len() == 16));
    }
}
