use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Toestemming;
use crate::subgraphs::{common::cursor::PageInfo, toestemming::schema::Inwoner};

/// What waits of one conversation for a second consent manager.
#[derive(Clone, Debug, SimpleObject)]
pub struct WachtendeToestemming {
    /// Whose.
    pub inwoner: Inwoner,
    /// The conversation: by it all of this is confirmed at once.
    pub gesprek: Uuid,
    /// When it was recorded (UTC).
    pub sinds: DateTime<Utc>,
    /// The grants that wait.
    pub toestemmingen: Vec<Toestemming>,
}

/// A page of what waits for a second consent manager.
#[derive(Clone, Debug, SimpleObject)]
pub struct WachtendeToestemmingConnection {
    /// What waits with its places, the oldest first.
    pub edges: Vec<WachtendeToestemmingEdge>,
    /// Where this page ends.
    pub page_info: PageInfo,
}

/// What waits and its place in the list.
#[derive(Clone, Debug, SimpleObject)]
pub struct WachtendeToestemmingEdge {
    /// Its place.
    pub cursor: String,
    /// What waits.
    pub node: WachtendeToestemming,
}
