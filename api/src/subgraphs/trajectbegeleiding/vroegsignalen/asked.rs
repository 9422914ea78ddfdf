use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};

use crate::{
    domain::InwonerId,
    publication::{Faults, VroegsignaalStatus},
    subgraphs::common::ClientError,
};

/// Which page of the worklist is asked.
#[derive(Clone, Debug)]
pub struct Gevraagd {
    /// Of this resident only, by the id that was asked.
    pub inwoner: Option<InwonerId>,
    /// Only residents with a signal that stands so.
    pub statussen: Vec<VroegsignaalStatus>,
    /// After this place.
    pub na: Option<Plaats>,
    /// How many residents.
    pub aantal: usize,
}

/// The place of a resident in the worklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plaats {
    /// Since when the longest waiting of their signals that fit waits.
    pub sinds: DateTime<Utc>,
    /// The id under which they are kept.
    pub inwoner: InwonerId,
}

impl Plaats {
    /// The place as text, opaque to callers.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{} {}", self.sinds.timestamp_micros(), self.inwoner))
    }

    /// Reads a place; `None` when it isn't one of ours.
    fn decode(cursor: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let (micros, inwoner) = text.split_once(' ')?;
        let place = Self {
            sinds: DateTime::from_timestamp_micros(micros.parse().ok()?).filter(is_countable)?,
            inwoner: InwonerId::new(inwoner).ok()?,
        };
        (place.encode() == cursor).then_some(place)
    }
}

/// Whether a database can compare with it.
fn is_countable(moment: &DateTime<Utc>) -> bool {
    (0..253_402_300_800).contains(&moment.timestamp())
}

impl Gevraagd {
    /// The asked page: `eerste` at least 1 and at most 100; of the open signals where no states are named.
    ///
    /// # Errors
    /// `INVOER_ONGELDIG` with every fault.
    pub fn read(
        na: Option<&str>,
        eerste: i32,
        inwoner: Option<InwonerId>,
        statussen: Option<Vec<VroegsignaalStatus>>,
    ) -> Result<Self, ClientError> {
        let after = na.map(Plaats::decode);
        let count = usize::try_from(eerste)
            .ok()
            .filter(|count| (1..=100).contains(count));
        let mut faults = Faults::default();
        faults.require(after != Some(None), "na", "is geen plaats in de lijst");
        faults.require(count.is_some(), "eerste", "ligt niet tussen 1 en 100");
        faults.into_result().map_err(ClientError::Input)?;
        Ok(Self {
            inwoner,
            statussen: statussen.unwrap_or_else(|| OPEN.to_vec()),
            na: after.flatten(),
            aantal: count.unwrap_or(1),
        })
    }
}

/// Those that somebody must still do something with.
const OPEN: [VroegsignaalStatus; 2] = [VroegsignaalStatus::Ontvangen, VroegsignaalStatus::InOnderzoek];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_nothing_else_does() {
        let place = Plaats {
            sinds: "2026-06-15T10:00:00.000001Z".parse().unwrap(),
            inwoner: InwonerId::from_hash(&[7; 32]),
        };
        assert_eq!(Plaats::decode(&place.encode()), Some(place.clone()));
        let changed = [
            String::new(),
            "7".to_owned(),
            place.encode() + "=",
            URL_SAFE_NO_PAD.encode("7"),
            URL_SAFE_NO_PAD.encode(format!("-1 {}", place.inwoner)),
            URL_SAFE_NO_PAD.encode(format!("9223372036854775807 {}", place.inwoner)),
            URL_SAFE_NO_PAD.encode(format!("+7 {}", place.inwoner)),
            URL_SAFE_NO_PAD.encode("7 iemand"),
        ];
        for cursor in changed {
            assert_eq!(Plaats::decode(&cursor), None, "{cursor}");
        }
    }

    #[test]
    fn all_faults_of_a_page_are_told_at_once() {
        let asked = Gevraagd::read(Some("7"), 0, None, None);
        let Err(ClientError::Input(faults)) = asked else {
            panic!("a page")
        };
        assert_eq!(faults.len(), 2);
        assert_eq!(Gevraagd::read(None, 1, None, None).unwrap().statussen, OPEN);
    }
}
