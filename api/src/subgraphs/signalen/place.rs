//! The place in the list of a receiver: the id of the signal that stands there, so that it tells nothing of the others.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

/// Writes the place of the signal with this id.
pub fn encode(id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(id.as_bytes())
}

/// Reads a place; `None` when it isn't one of ours.
pub fn decode(place: &str) -> Option<Uuid> {
    let bytes = URL_SAFE_NO_PAD.decode(place).ok()?;
    let id = Uuid::from_slice(&bytes).ok()?;
    (encode(id) == place).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_another_text_is_none() {
        let id = Uuid::now_v7();
        assert_eq!(decode(&encode(id)), Some(id));
        for text in ["", "MQ", "é", &(encode(id) + "="), &id.to_string()] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
