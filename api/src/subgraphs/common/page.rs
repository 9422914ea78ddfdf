//! Lists that are told a page at a time.

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

/// The most items of one page.
const MOST_ITEMS: i32 = 100;

/// Reads after which place a page begins, and how many items it has: between 1 and 100.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault.
pub fn check_page<T>(
    na: Option<&str>,
    eerste: i32,
    read: impl Fn(&str) -> Option<T>,
) -> Result<(Option<T>, usize), ClientError> {
    let after = na.map(|na| decode(na).and_then(|text| read(&text)));
    let count = usize::try_from(eerste)
        .ok()
        .filter(|_| (1..=MOST_ITEMS).contains(&eerste));
    let mut faults = Faults::default();
    faults.require(!matches!(after, Some(None)), "na", "is geen plaats in de lijst");
    faults.require(count.is_some(), "eerste", "ligt niet tussen 1 en 100");
    faults.into_result().map_err(ClientError::Input)?;
    Ok((after.flatten(), count.unwrap_or_default()))
}

/// Writes something so that callers see no meaning in it.
pub fn encode(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

/// Reads what [`encode`] wrote; `None` for anything else.
pub fn decode(opaque: &str) -> Option<String> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(opaque).ok()?).ok()?;
    (encode(&text) == opaque).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<i64> {
        text.parse().ok()
    }

    #[test]
    fn a_page_is_asked_within_bounds_and_after_a_real_place() {
        assert_eq!(check_page(None, 50, number).unwrap(), (None, 50));
        assert_eq!(
            check_page(Some(&encode("7")), 100, number).unwrap(),
            (Some(7), 100)
        );
        for (na, eerste, faults) in [
            (None, 0, 1),
            (None, 101, 1),
            (None, -1, 1),
            (Some("7"), 50, 1),
            (Some(""), 0, 2),
        ] {
            let Err(ClientError::Input(found)) = check_page(na, eerste, number) else {
                panic!("{na:?} {eerste}")
            };
            assert_eq!(found.len(), faults, "{na:?} {eerste}");
        }
    }
}
