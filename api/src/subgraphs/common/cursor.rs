//! The place in a list, opaque to callers.

use async_graphql::SimpleObject;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::ClientError;
use crate::publication::Faults;

/// Where a page ends, and whether there is more.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct PageInfo {
    /// The place of the last item: the next page begins after it.
    pub end_cursor: Option<String>,
    /// Whether more follows.
    pub has_next_page: bool,
}

/// Writes the place of the item with this number.
pub fn encode(volgnummer: i64) -> String {
    URL_SAFE_NO_PAD.encode(volgnummer.to_string())
}

/// Reads a place; `None` when it isn't one of ours.
pub fn decode(cursor: &str) -> Option<i64> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let volgnummer = text.parse().ok()?;
    (encode(volgnummer) == cursor).then_some(volgnummer)
}

/// The number after which the asked page begins (`None` for the first), and how many items it has: at least 1 and at
/// most 100.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault.
pub fn asked_page(na: Option<&str>, eerste: i32) -> Result<(Option<i64>, usize), ClientError> {
    let after = na.map(decode);
    let count = usize::try_from(eerste)
        .ok()
        .filter(|count| (1..=100).contains(count));
    let mut faults = Faults::default();
    faults.require(after != Some(None), "na", "is geen plaats in de lijst");
    faults.require(count.is_some(), "eerste", "ligt niet tussen 1 en 100");
    faults.into_result().map_err(ClientError::Input)?;
    Ok((after.flatten(), count.unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_asked_within_bounds_and_after_a_real_place() {
        assert_eq!(asked_page(None, 50).unwrap(), (None, 50));
        assert_eq!(asked_page(Some(&encode(7)), 100).unwrap(), (Some(7), 100));
        for (na, eerste, faults) in [
            (None, 0, 1),
            (None, 101, 1),
            (None, -1, 1),
            (Some("7"), 50, 1),
            (Some(""), 0, 2),
        ] {
            let Err(ClientError::Input(found)) = asked_page(na, eerste) else {
                panic!("{na:?} {eerste}")
            };
            assert_eq!(found.len(), faults, "{na:?} {eerste}");
        }
    }

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
