//! The order of a caseload, and the places in it.

use aws_lc_rs::digest::{SHA256, digest};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, Utc};

use super::InwonersVolgorde;
use crate::{
    domain::InwonerId, publication::Faults, request::authenticate::Caller, subgraphs::common::ClientError,
};

/// Where a resident stands in the caseload of a caller. It is made of what the caller's party knows itself, so that it
/// can't tell anything else; of the resident it holds a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    rang: i64,
    sleutel: [u8; KEY],
}

const KEY: usize = 16;
const BOUND_TO: usize = 8;
const LENGTH: usize = BOUND_TO + 8 + KEY;

impl Place {
    /// The place of a resident, whose own traject was published then.
    pub fn of(
        caller: &Caller,
        inwoner: &InwonerId,
        bijgewerkt: Option<DateTime<Utc>>,
        volgorde: InwonersVolgorde,
    ) -> Self {
        let moment = bijgewerkt.map(|op| op.timestamp_micros());
        let rang = match volgorde {
            InwonersVolgorde::Vast => 0,
            InwonersVolgorde::LangstNietBijgewerkt => moment.unwrap_or(i64::MAX),
            InwonersVolgorde::LaatstBijgewerkt => moment.map_or(i64::MAX, |moment| -moment),
        };
        Self {
            rang,
            sleutel: hash([caller.partij().as_str(), inwoner.as_str()]),
        }
    }

    /// The place as text: opaque, and of use to this caller in this order only.
    pub fn encode(&self, caller: &Caller, volgorde: InwonersVolgorde) -> String {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend(bound_to(caller, volgorde));
        bytes.extend(self.rang.to_be_bytes());
        bytes.extend(self.sleutel);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// Reads a place; `None` when it isn't one of this caller in this order.
    fn decode(cursor: &str, caller: &Caller, volgorde: InwonersVolgorde) -> Option<Self> {
        let bytes: [u8; LENGTH] = URL_SAFE_NO_PAD.decode(cursor).ok()?.try_into().ok()?;
        let (bound, rest) = bytes.split_first_chunk::<BOUND_TO>()?;
        let (rang, rest) = rest.split_first_chunk()?;
        (*bound == bound_to(caller, volgorde)).then_some(Self {
            rang: i64::from_be_bytes(*rang),
            sleutel: rest.try_into().ok()?,
        })
    }
}

fn bound_to(caller: &Caller, volgorde: InwonersVolgorde) -> [u8; BOUND_TO] {
    let order = match volgorde {
        InwonersVolgorde::Vast => "vast",
        InwonersVolgorde::LangstNietBijgewerkt => "langst",
        InwonersVolgorde::LaatstBijgewerkt => "laatst",
    };
    hash([caller.partij().as_str(), caller.gebruiker(), order])
}

/// The first bytes of a SHA-256 over parts that can't run into each other.
fn hash<const LENGTH: usize, const PARTS: usize>(parts: [&str; PARTS]) -> [u8; LENGTH] {
    let told: Vec<String> = parts
        .iter()
        .map(|part| format!("{}:{part}", part.len()))
        .collect();
    let hash = digest(&SHA256, told.concat().as_bytes());
    let mut first = [0; LENGTH];
    first
        .iter_mut()
        .zip(hash.as_ref())
        .for_each(|(byte, hashed)| *byte = *hashed);
    first
}

/// The place after which the asked page begins (`None` for the first), and how many residents it has: at least 1 and at
/// most 100.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault.
pub fn asked_page(
    caller: &Caller,
    volgorde: InwonersVolgorde,
    na: Option<&str>,
    eerste: i32,
) -> Result<(Option<Place>, usize), ClientError> {
    let after = na.map(|cursor| Place::decode(cursor, caller, volgorde));
    let count = usize::try_from(eerste)
        .ok()
        .filter(|count| (1..=100).contains(count));
    let mut faults = Faults::default();
    faults.require(after != Some(None), "na", "is geen plaats in deze lijst");
    faults.require(count.is_some(), "eerste", "ligt niet tussen 1 en 100");
    faults.into_result().map_err(ClientError::Input)?;
    Ok((after.flatten(), count.unwrap_or(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Doel, Rol};

    const ORDER: InwonersVolgorde = InwonersVolgorde::LaatstBijgewerkt;

    fn caller(partij: &str) -> Caller {
        Caller::for_test(partij, [Rol::Buurtteammedewerker], Doel::AfstemmingTraject)
    }

    #[test]
    fn a_place_reads_back_for_its_caller_and_order_only() {
        let inwoner = InwonerId::new("a".repeat(26)).unwrap();
        let one = caller("incluzio");
        let place = Place::of(&one, &inwoner, DateTime::from_timestamp(1_780_000_000, 0), ORDER);
        let cursor = place.encode(&one, ORDER);
        assert_eq!(Place::decode(&cursor, &one, ORDER), Some(place));
        assert_eq!(Place::decode(&cursor, &caller("lokalis"), ORDER), None);
        assert_eq!(Place::decode(&cursor, &one, InwonersVolgorde::Vast), None);
        assert!(!cursor.contains(inwoner.as_str()));
        for other in ["", "7", "é", &(cursor.clone() + "="), &cursor[1..]] {
            assert_eq!(Place::decode(other, &one, ORDER), None, "{other}");
        }
    }

    #[test]
    fn who_has_no_record_comes_last_in_either_order() {
        let one = caller("incluzio");
        let inwoner = InwonerId::new("a".repeat(26)).unwrap();
        let (old, new) = (DateTime::from_timestamp(1, 0), DateTime::from_timestamp(2, 0));
        for (order, sorted) in [
            (InwonersVolgorde::LangstNietBijgewerkt, [old, new, None]),
            (InwonersVolgorde::LaatstBijgewerkt, [new, old, None]),
        ] {
            let places = sorted.map(|moment| Place::of(&one, &inwoner, moment, order));
            assert!(places.is_sorted());
        }
    }
}
