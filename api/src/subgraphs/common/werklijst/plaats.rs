//! The order of a worklist, and the places in it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use crate::{publication::Faults, subgraphs::common::ClientError, termijnen::Termijn};

/// Where a deadline stands in a worklist: the soonest end first, those that are suspended without an end last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Plaats {
    /// By what it is ordered.
    pub rang: DateTime<Utc>,
    /// The hub's id of the record.
    pub record: Uuid,
    /// The place of the deadline within the record.
    pub volgnummer: i32,
}

/// By what a deadline is ordered: its end, or the end of the calendar.
pub fn rang(termijn: &Termijn) -> DateTime<Utc> {
    let last = NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or(NaiveDate::MAX);
    let never = last.and_time(NaiveTime::MIN).and_utc();
    termijn.looptijd.einde.map_or(never, |einde| einde.op)
}

impl Plaats {
    /// The place as text, opaque to callers.
    pub fn encode(&self) -> String {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend(self.rang.timestamp().to_be_bytes());
        bytes.extend(self.record.as_bytes());
        bytes.extend(self.volgnummer.to_be_bytes());
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a place; `None` when it isn't one of ours.
    fn decode(cursor: &str) -> Option<Self> {
        let bytes: [u8; LENGTH] = URL_SAFE_NO_PAD.decode(cursor).ok()?.try_into().ok()?;
        let (rang, rest) = bytes.split_first_chunk()?;
        let (record, rest) = rest.split_first_chunk()?;
        let (volgnummer, _) = rest.split_first_chunk()?;
        Some(Self {
            rang: DateTime::from_timestamp(i64::from_be_bytes(*rang), 0).filter(is_countable)?,
            record: Uuid::from_bytes(*record),
            volgnummer: i32::from_be_bytes(*volgnummer),
        })
    }
}

/// Whether a database can compare with it.
fn is_countable(moment: &DateTime<Utc>) -> bool {
    (1..=9999).contains(&moment.year())
}

/// A time in whole seconds, an id, a number.
const LENGTH: usize = 8 + 16 + 4;

/// The place after which the asked page begins (`None` for the first), and how many items it has: at least 1 and at
/// most 100.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault.
pub fn asked_page(na: Option<&str>, eerste: i32) -> Result<(Option<Plaats>, usize), ClientError> {
    let after = na.map(Plaats::decode);
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
    fn a_place_reads_back_and_nothing_else_does() {
        let plaats = Plaats {
            rang: DateTime::from_timestamp(1_780_000_000, 0).unwrap(),
            record: Uuid::from_u128(7),
            volgnummer: 3,
        };
        assert_eq!(Plaats::decode(&plaats.encode()), Some(plaats));
        for cursor in ["", "7", "é", &(plaats.encode() + "="), &plaats.encode()[1..]] {
            assert_eq!(Plaats::decode(cursor), None, "{cursor}");
        }
        let beyond = URL_SAFE_NO_PAD.encode([0x7f; LENGTH]);
        assert_eq!(Plaats::decode(&beyond), None);
    }

    #[test]
    fn all_faults_of_a_page_are_told_at_once() {
        let Err(ClientError::Input(faults)) = asked_page(Some("7"), 101) else {
            panic!("a page")
        };
        assert_eq!(faults.len(), 2);
    }
}
