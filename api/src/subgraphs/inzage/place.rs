use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use crate::domain::PartijId;

/// The place of a line in the log, opaque to callers: when it was written, and its id among those of that moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub op: DateTime<Utc>,
    pub id: Uuid,
}

impl Place {
    pub(super) fn encode(&self) -> String {
        opaque(&format!("{}|{}", moment(self.op), self.id))
    }

    /// Reads a place; `None` when it isn't one of ours.
    pub(super) fn decode(text: &str) -> Option<Self> {
        let plain = plain(text)?;
        let (op, id) = plain.split_once('|')?;
        let place = Self {
            op: op.parse().ok()?,
            id: id.parse().ok()?,
        };
        (place.encode() == text).then_some(place)
    }
}

/// What is asked after a breach: everything that a party saw in a time. Its key is opaque to callers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vraagstuk {
    /// Who saw.
    pub partij: PartijId,
    /// From when (UTC, inclusive).
    pub van: DateTime<Utc>,
    /// Until when (UTC, exclusive).
    pub tot: DateTime<Utc>,
}

impl Vraagstuk {
    /// The key by which every subgraph knows the question.
    pub fn encode(&self) -> String {
        opaque(&format!(
            "{}|{}|{}",
            self.partij,
            moment(self.van),
            moment(self.tot)
        ))
    }

    /// Reads a key; `None` when it isn't one of ours.
    pub fn decode(text: &str) -> Option<Self> {
        let plain = plain(text)?;
        let mut parts = plain.split('|');
        let question = Self {
            partij: PartijId::new(parts.next()?).ok()?,
            van: parts.next()?.parse().ok()?,
            tot: parts.next()?.parse().ok()?,
        };
        (question.encode() == text).then_some(question)
    }
}

fn moment(op: DateTime<Utc>) -> String {
    op.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn opaque(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(text)
}

fn plain(text: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_opaque_reads_back() {
        let op: DateTime<Utc> = "2026-06-15T10:00:00.123456Z".parse().unwrap();
        let place = Place {
            op,
            id: Uuid::from_u128(7),
        };
        assert_eq!(Place::decode(&place.encode()), Some(place));
        let question = Vraagstuk {
            partij: PartijId::new("incluzio").unwrap(),
            van: op,
            tot: "2026-06-16T00:00:00Z".parse().unwrap(),
        };
        assert_eq!(Vraagstuk::decode(&question.encode()), Some(question));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in [
            "",
            "é",
            "zomaar",
            &opaque("een|twee|drie"),
            &opaque("2026-06-15T10:00:00Z|7"),
        ] {
            assert_eq!(Place::decode(text), None, "{text}");
            assert_eq!(Vraagstuk::decode(text), None, "{text}");
        }
    }
}
