use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use futures::{StreamExt, stream};
use serde::Deserialize;
use serde_json::Map;
use tokio::sync::OwnedSemaphorePermit;

use super::super::{Room, failure::Failure, visitor::Visitor};
use crate::http::{Closing, Times, respond_with_events};

/// How often it is asked.
const EVERY: Duration = Duration::from_secs(3);
/// How long a silence may last, and reading.
const TIMES: Times = Times {
    heartbeat: Duration::from_secs(15),
    write: Duration::from_secs(30),
};

const COUNT: &str = "query ConsoleTeller { toestemmingsverzoekenAantal }";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    toestemmingsverzoeken_aantal: Option<u32>,
}

/// Where a stream is: what it told last.
struct Follower {
    room: Room,
    headers: HeaderMap,
    told: Option<u32>,
    /// One of the places that there are.
    _place: OwnedSemaphorePermit,
}

impl Follower {
    /// The next number that is another than the last; `None` when the session has ended, or nobody can tell.
    async fn next(mut self) -> Option<(Bytes, Self)> {
        loop {
            let visitor = Visitor::behind_a_page(&self.room, &self.headers).await.ok()??;
            let count: Count = visitor.ask(COUNT, Map::new()).await.ok()?;
            let count = count.toestemmingsverzoeken_aantal?;
            if self.told.replace(count) != Some(count) {
                return Some((Bytes::from(format!("data: {count}\n\n")), self));
            }
            tokio::time::sleep(EVERY).await;
        }
    }
}

/// Follows how many requests wait, for as long as the session lasts; it keeps nobody signed in.
pub(in super::super) async fn follow(
    State(room): State<Room>,
    Extension(closing): Extension<Closing>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let is_signed_in = Visitor::behind_a_page(&room, &headers).await?.is_some();
    let place = Arc::clone(&room.console.followers).try_acquire_owned();
    let (true, Ok(place)) = (is_signed_in, place) else {
        // With this answer a browser doesn't try again; the next page tells the number anyway.
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    let follower = Follower {
        room,
        headers,
        told: None,
        _place: place,
    };
    let told = stream::unfold(follower, Follower::next);
    Ok(respond_with_events(told.boxed(), TIMES, closing))
}
