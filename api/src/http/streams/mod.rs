//! GraphQL over streams: over a WebSocket (graphql-transport-ws) and over server-sent events (graphql-sse, distinct
//! connections). Both hand out one message at a time, made when the last one is written: a slow consumer gets the
//! latest state, and nothing is kept for it.

mod closing;
mod connection;
mod events;
mod gate;
mod init;
mod message;
pub(crate) mod sse;

pub(crate) use closing::Closing;
pub(super) use events::events;
pub(super) use gate::Gate;

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade},
    http::StatusCode,
    response::Response,
};

use self::connection::Connection;
use super::{Doors, Problem};

/// The name of the protocol of GraphQL over WebSocket.
const PROTOCOL: &str = "graphql-transport-ws";

/// Opens a WebSocket. Who it is comes with its first message, since browsers send no headers with it.
pub(super) async fn websocket(
    State(doors): State<Doors>,
    Extension(closing): Extension<Closing>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Problem> {
    let permit = doors.gate.connect().ok_or_else(|| {
        let detail = "Er staan te veel verbindingen open; probeer het later opnieuw.";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, "TE_VEEL_VERBINDINGEN", detail)
    })?;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(doors.bounds.body_bytes)
        .max_frame_size(doors.bounds.body_bytes);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let connection = Connection::new(socket, doors);
        let guard = closing.guard();
        connection.run(closing).await;
        drop((permit, guard));
    }))
}

/// Too many streams are open.
pub(super) fn too_many() -> Problem {
    let detail = "Er staan te veel stromen open; sluit er een of probeer het later opnieuw.";
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "TE_VEEL_STROMEN", detail)
}
