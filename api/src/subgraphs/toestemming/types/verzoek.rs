use async_graphql::{ID, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::{
    domain::{Doel, Gegevensgroep, InwonerId, words},
    subgraphs::{
        common::{PartijInfo, cursor::PageInfo},
        toestemming::schema::Inwoner,
    },
};

/// What a party asks a resident to consent to; it lands with the consent managers.
#[derive(Clone, Debug, InputObject)]
pub struct VerzoekInvoer {
    /// Who is asked. Every well-formed id is taken alike.
    pub inwoner: InwonerId,
    /// What is asked, per owner; the caller's party would receive it.
    pub delen: Vec<VerzoekDeelInvoer>,
    /// The purpose.
    pub doel: Doel,
    /// Why, in words for the consent manager; no BSN, at most 500 characters.
    pub waarom: String,
    /// A key of the client's own: the same sent again under it does nothing twice.
    pub aanvraag_id: Option<String>,
}

/// What is asked of one owner.
#[derive(Clone, Debug, InputObject)]
pub struct VerzoekDeelInvoer {
    /// The owning party.
    pub bronhouder: ID,
    /// The groups.
    pub groepen: Vec<Gegevensgroep>,
}

words! {
    /// What became of a request.
    VerzoekStatus {
        /// Nobody answered it yet.
        Open = "OPEN",
        /// The resident consented, to all of it or to a part.
        Toegekend = "TOEGEKEND",
        /// The resident refused.
        Geweigerd = "GEWEIGERD",
        /// The asker took it back.
        Ingetrokken = "INGETROKKEN",
    }
}

/// What was asked of one owner.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingsverzoekDeel {
    /// The owning party.
    pub bronhouder: PartijInfo,
    /// The groups.
    pub groepen: Vec<Gegevensgroep>,
}

/// A request that waits for an answer, for consent managers.
#[derive(Clone, Debug, SimpleObject)]
pub struct Toestemmingsverzoek {
    /// Its id.
    pub id: Uuid,
    /// Who is asked.
    pub inwoner: Inwoner,
    /// The party that asks.
    pub vrager: PartijInfo,
    /// What it asks.
    pub delen: Vec<ToestemmingsverzoekDeel>,
    /// The purpose.
    pub doel: Doel,
    /// Why.
    pub waarom: String,
    /// When it was asked (UTC).
    pub gevraagd_op: DateTime<Utc>,
    /// How many whole days it waits.
    pub dagen_open: i64,
}

/// A request of the caller's own party: what was asked, and how it ended; nothing else of the answer.
#[derive(Clone, Debug, SimpleObject)]
pub struct MijnToestemmingsverzoek {
    /// Its id.
    pub id: Uuid,
    /// Who was asked.
    pub inwoner: Inwoner,
    /// What was asked.
    pub delen: Vec<ToestemmingsverzoekDeel>,
    /// The purpose.
    pub doel: Doel,
    /// When it was asked (UTC).
    pub gevraagd_op: DateTime<Utc>,
    /// What became of it.
    pub status: VerzoekStatus,
    /// When that was recorded (UTC).
    pub beantwoord_op: Option<DateTime<Utc>>,
}

/// A page of the queue.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingsverzoekConnection {
    /// The requests with their places, the oldest first.
    pub edges: Vec<ToestemmingsverzoekEdge>,
    /// Where this page ends.
    pub page_info: PageInfo,
}

/// A request and its place in the queue.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToestemmingsverzoekEdge {
    /// Its place.
    pub cursor: String,
    /// The request.
    pub node: Toestemmingsverzoek,
}

/// A page of the caller's own requests.
#[derive(Clone, Debug, SimpleObject)]
pub struct MijnToestemmingsverzoekConnection {
    /// The requests with their places, the newest first.
    pub edges: Vec<MijnToestemmingsverzoekEdge>,
    /// Where this page ends.
    pub page_info: PageInfo,
}

/// A request of one's own and its place in the list.
#[derive(Clone, Debug, SimpleObject)]
pub struct MijnToestemmingsverzoekEdge {
    /// Its place.
    pub cursor: String,
    /// The request.
    pub node: MijnToestemmingsverzoek,
}
