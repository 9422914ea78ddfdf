use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Toestemming;
use crate::subgraphs::{common::cursor::PageInfo, toestemming::schema::Inwoner};

/// What ends soon, or is to be confirmed again soon, of one conversation.
#[derive(Clone, Debug, SimpleObject)]
pub struct AflopendeToestemming {
    /// Whose.
    pub inwoner: Inwoner,
    /// The conversation: by it all of this is confirmed again at once.
    pub gesprek: Uuid,
    /// When the first of it ends (UTC, exclusive).
    pub geldig_tot: DateTime<Utc>,
    /// By when the first of it is to be confirmed again (UTC, exclusive); null where it ends by itself before, or where no
    /// such deadline is counted.
    pub herbevestigen_voor: Option<DateTime<Utc>>,
    /// The grants.
    pub toestemmingen: Vec<Toestemming>,
}

/// A page of what ends soon, or is to be confirmed again soon.
#[derive(Clone, Debug, SimpleObject)]
pub struct AflopendeToestemmingConnection {
    /// What asks for a conversation with its places, the most urgent first.
    pub edges: Vec<AflopendeToestemmingEdge>,
    /// Where this page ends.
    pub page_info: PageInfo,
}

/// What asks for a conversation and its place in the list.
#[derive(Clone, Debug, SimpleObject)]
pub struct AflopendeToestemmingEdge {
    /// Its place.
    pub cursor: String,
    /// What ends, or is to be confirmed again.
    pub node: AflopendeToestemming,
}
