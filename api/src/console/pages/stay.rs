//! How long somebody stays signed in who does nothing more: a page warns before what is typed on it could be held up.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::super::{Room, failure::Failure, visitor::Visitor};
use crate::console::extract::Query;

/// Whether the person asks to stay, or only the page asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Asked {
    blijf: bool,
}

/// Tells the seconds as a plain number; 401 when it is over.
pub(in super::super) async fn tell(
    State(room): State<Room>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let visitor = if asked.blijf {
        Visitor::who_stays(&room, &headers).await?
    } else {
        Visitor::behind_a_page(&room, &headers).await?
    };
    Ok(match visitor {
        Some(visitor) => {
            let never_kept = [(header::CACHE_CONTROL, "no-store")];
            (never_kept, visitor.seconds_left().to_string()).into_response()
        }
        None => StatusCode::UNAUTHORIZED.into_response(),
    })
}
