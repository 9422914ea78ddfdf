use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    domain::{Gegevensgroep, InwonerId, words},
    subgraphs::{common::cursor::PageInfo, inzage::LogPartij},
};

words! {
    /// Why something that was seen holds no longer.
    RectificatieSoort {
        /// It was wrong, and has been corrected (AVG 16): ask for it anew, where that may be.
        Correctie = "CORRECTIE",
        /// It was withdrawn, or was about somebody else: it must be thrown away.
        Terugtrekking = "TERUGTREKKING",
        /// It was erased for good (AVG 17): it must be thrown away.
        Verwijdering = "VERWIJDERING",
    }
}

words! {
    /// What became of the confirmation of a rectification.
    RectificatieBevestiging {
        /// From now on it counts as heard.
        Bevestigd = "BEVESTIGD",
        /// Somebody of the party had confirmed it.
        WasAlBevestigd = "WAS_AL_BEVESTIGD",
        /// The caller's party has no such rectification.
        Onbekend = "ONBEKEND",
    }
}

/// A page of what holds no longer.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct RectificatieConnection {
    /// The rectifications with their places.
    pub edges: Vec<RectificatieEdge>,
    /// Where this page ends.
    pub page_info: PageInfo,
}

/// A rectification and its place.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct RectificatieEdge {
    /// Its place: pass it as `na` to go on after it.
    pub cursor: String,
    /// The rectification.
    pub node: Rectificatie,
}

/// Something that the caller's party saw holds no longer (AVG 19). It tells nothing of what it was, nor of what holds now.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct Rectificatie {
    /// Its id.
    pub id: Uuid,
    /// Why it holds no longer.
    pub soort: RectificatieSoort,
    /// Of whom, by the id that the party asked for.
    pub inwoner: InwonerId,
    /// Whose record it was.
    pub bronhouder: LogPartij,
    /// The groups that the party was allowed to see, of those that hold no longer.
    pub groepen: Vec<Gegevensgroep>,
    /// Since when (UTC).
    pub op: DateTime<Utc>,
    /// When the party confirmed it (UTC).
    pub bevestigd_op: Option<DateTime<Utc>>,
}

/// The answer to a confirmation.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct RectificatieBevestigd {
    /// What became of it.
    pub uitkomst: RectificatieBevestiging,
}

/// A party that was allowed to see groups of a record that holds no longer. It hears of it by `rectificaties`.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(shareable)]
pub struct GezienDoor {
    /// Which party.
    pub partij: LogPartij,
    /// Of whom, by the id that it asked for.
    pub inwoner: InwonerId,
    /// Which groups.
    pub groepen: Vec<Gegevensgroep>,
}
