use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Toestemming;
use crate::subgraphs::{common::cursor::PageInfo, toestemming::schema::Inwoner};

/// What ends soon of one conversation, by one moment.
#[derive(Clone, Debug, SimpleObject)]
pub struct AflopendeToestemming {
    /// Whose.
    pub inwoner: Inwoner,
    /// The conversation: by it all of this is confirmed again at once.
    pub gesprek: Uuid,
    /// When it ends (UTC, exclusive).
    pub geldig_tot: DateTime<Utc>,
    /// The grants.
    pub toestemmingen: Vec<Toestemming>,
}

/// A page of what ends soon.
#[derive(Clone, Debug, SimpleObject)]
pub struct AflopendeToestemmingConnection {
    /// What ends soon with its places, the soonest first.
    pub edges: Vec<AflopendeToestemmingEdge>,
    /// Where this page ends.
    pub page_info: PageInfo,
}

/// What ends soon and its place in the list.
#[derive(Clone, Debug, SimpleObject)]
pub struct AflopendeToestemmingEdge {
    /// Its place.
    pub cursor: String,
    /// What ends.
    pub node: AflopendeToestemming,
}
