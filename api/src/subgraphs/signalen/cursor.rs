//! The place in the list of signals, opaque to callers.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

/// Writes the place of the signal with this number.
pub(super) fn encode(volgnummer: i64) -> String {
    URL_SAFE_NO_PAD.encode(volgnummer.to_string())
}

/// Reads a place; `None` when it isn't one of ours.
pub(super) fn decode(cursor: &str) -> Option<i64> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let volgnummer = text.parse().ok()?;
    (encode(volgnummer) == cursor).then_some(volgnummer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back() {
        for volgnummer in [0, 1, 4711, i64::MAX] {
            assert_eq!(decode(&encode(volgnummer)), Some(volgnummer));
        }
    }

    #[test]
    fn another_text_is_no_place() {
        for cursor in [
            "",
            "1",
            "é",
            &URL_SAFE_NO_PAD.encode("+1"),
            &URL_SAFE_NO_PAD.encode("een"),
            &(encode(1) + "="),
        ] {
            assert_eq!(decode(cursor), None, "{cursor}");
        }
    }
}
