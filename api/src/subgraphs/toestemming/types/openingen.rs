use async_graphql::{InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::{schema::Inwoner, store::StoredOpening};
use crate::{
    domain::{Inrichting, InwonerId, words},
    request::decide::BetrokkenheidSoort,
    subgraphs::common::{PartijInfo, cursor::PageInfo},
};

words! {
    /// Why somebody opens a resident with whom they aren't involved.
    OpeningReden {
        /// In the place of an absent colleague.
        Waarneming = "WAARNEMING",
        /// It can't wait: eviction, cut-off, a crisis.
        Spoed = "SPOED",
        /// The resident asks for it, at the desk or by telephone.
        VraagVanInwoner = "VRAAG_VAN_INWONER",
        /// A colleague who is involved asks for help.
        Overleg = "OVERLEG",
        /// The work is being handed over.
        Overdracht = "OVERDRACHT",
    }
}

words! {
    /// What a privacy officer finds of an opening.
    OpeningOordeel {
        /// It was right.
        Terecht = "TERECHT",
        /// It was wrong: it ends at once.
        Onterecht = "ONTERECHT",
    }
}

words! {
    /// How far the review of an opening is.
    OpeningStatus {
        /// Still to be reviewed.
        TeBeoordelen = "TE_BEOORDELEN",
        /// Reviewed.
        Beoordeeld = "BEOORDEELD",
    }
}

/// An opening with its reason.
#[derive(Clone, Debug, InputObject)]
pub struct OpeningInvoer {
    /// Whom.
    pub inwoner: InwonerId,
    /// Why: from a closed list.
    pub reden: OpeningReden,
    /// Why, in words for the privacy officer; kept with the opening and nowhere else.
    pub toelichting: String,
}

/// The review of an opening.
#[derive(Clone, Debug, InputObject)]
pub struct OpeningBeoordelingInvoer {
    /// Which opening.
    pub opening: Uuid,
    /// The verdict.
    pub oordeel: OpeningOordeel,
    /// What to say about it; required when it was wrong.
    pub toelichting: Option<String>,
}

/// What was opened.
#[derive(Clone, Debug, SimpleObject)]
pub struct InwonerGeopend {
    /// The opening's id.
    pub opening: Uuid,
    /// The resident.
    pub inwoner: Inwoner,
    /// Until when (UTC, exclusive).
    pub tot: DateTime<Utc>,
    /// The register's version from which it holds.
    pub registerversie: i64,
}

/// What was reviewed.
#[derive(Clone, Debug, SimpleObject)]
pub struct OpeningBeoordeeld {
    /// The opening with its review.
    pub opening: Opening,
    /// The register's version from which it holds.
    pub registerversie: i64,
}

/// A resident opened by somebody who isn't involved.
#[derive(Clone, Debug, SimpleObject)]
pub struct Opening {
    /// Its id.
    pub id: Uuid,
    /// The resident.
    pub inwoner: Inwoner,
    /// The party of who opened.
    pub partij: Option<PartijInfo>,
    /// Who opened, by the user id of that party; told to that party only.
    pub gebruiker: Option<String>,
    /// Why.
    pub reden: Option<OpeningReden>,
    /// Why, in words.
    pub toelichting: String,
    /// From when (UTC).
    pub op: DateTime<Utc>,
    /// Until when (UTC, exclusive).
    pub tot: DateTime<Utc>,
    /// The verdict.
    pub oordeel: Option<OpeningOordeel>,
    /// What was said about the verdict.
    pub oordeel_toelichting: Option<String>,
    /// When it was reviewed (UTC).
    pub beoordeeld_op: Option<DateTime<Utc>>,
}

/// A page of openings.
#[derive(Clone, Debug, SimpleObject)]
pub struct OpeningConnection {
    /// The openings with their places.
    pub edges: Vec<OpeningEdge>,
    /// Where this page ends.
    pub page_info: PageInfo,
}

/// An opening and its place in the list.
#[derive(Clone, Debug, SimpleObject)]
pub struct OpeningEdge {
    /// Its place: pass it as `na` to go on after it.
    pub cursor: String,
    /// The opening.
    pub node: Opening,
}

impl OpeningOordeel {
    /// The kind of event that records it.
    pub(in crate::subgraphs::toestemming) fn soort(self) -> BetrokkenheidSoort {
        match self {
            Self::Terecht => BetrokkenheidSoort::Terecht,
            Self::Onterecht => BetrokkenheidSoort::Onterecht,
        }
    }
}

impl Opening {
    /// An opening as its reader may see it: `own` is the reader's party.
    pub(in crate::subgraphs::toestemming) fn of(
        stored: &StoredOpening,
        inrichting: &Inrichting,
        own: &crate::domain::PartijId,
    ) -> Self {
        let (partij, gebruiker) = &stored.door;
        let review = stored.beoordeling.as_ref();
        let ended = review.filter(|review| review.oordeel == BetrokkenheidSoort::Onterecht);
        Self {
            id: stored.id,
            inwoner: Inwoner {
                id: stored.inwoner.clone(),
            },
            partij: inrichting.find_partij(partij).map(PartijInfo::from),
            gebruiker: (partij == own).then(|| gebruiker.clone()),
            reden: OpeningReden::from_word(&stored.reden),
            toelichting: stored.toelichting.clone(),
            op: stored.op,
            tot: ended.map_or(stored.geldig_tot, |review| review.op.min(stored.geldig_tot)),
            oordeel: review.and_then(|review| OpeningOordeel::from_word(review.oordeel.word())),
            oordeel_toelichting: review.and_then(|review| review.toelichting.clone()),
            beoordeeld_op: review.map(|review| review.op),
        }
    }
}
