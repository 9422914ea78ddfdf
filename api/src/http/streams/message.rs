use std::borrow::Cow;

use async_graphql::Value as Answer;
use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::{
    federation::{ClientError, GraphqlRequest},
    http::Problem,
};

/// The longest name of an operation, in bytes.
const LONGEST_ID: usize = 128;

/// What a client says (graphql-transport-ws).
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ClientMessage {
    /// Who it is.
    ConnectionInit {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    /// Whether the server is there.
    Ping {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    /// That the client is there.
    Pong {
        #[serde(default, rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    /// A question.
    Subscribe { id: String, payload: Operation },
    /// That an answer is no longer waited for.
    Complete { id: String },
}

/// A question, with what else may stand with it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    #[serde(flatten)]
    pub(super) request: GraphqlRequest,
    #[serde(default, rename = "extensions")]
    _extensions: Option<Map<String, Value>>,
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ServerMessage<'a> {
    /// The client is let in.
    ConnectionAck,
    /// Whether the client is there.
    Ping,
    /// That the server is there.
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Map<String, Value>>,
    },
    /// An answer.
    Next { id: &'a str, payload: &'a Answer },
    /// A question that is not answered, and why: it ends with this.
    Error { id: &'a str, payload: &'a [ClientError] },
    /// The last answer was given.
    Complete { id: &'a str },
}

/// Why a WebSocket is closed, by the letter of the protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Close {
    code: u16,
    reason: Cow<'static, str>,
}

impl Close {
    pub(super) const GOING_AWAY: Self = Self::new(1001, "Going away");
    pub(super) const TOO_BIG: Self = Self::new(1009, "Message too big");
    pub(super) const INTERNAL: Self = Self::new(1011, "Internal error");
    pub(super) const TRY_LATER: Self = Self::new(1013, "Try again later");
    pub(super) const BAD_REQUEST: Self = Self::new(4400, "Invalid message");
    pub(super) const UNAUTHORIZED: Self = Self::new(4401, "Unauthorized");
    pub(super) const FORBIDDEN: Self = Self::new(4403, "Forbidden");
    pub(super) const NO_SUBPROTOCOL: Self = Self::new(4406, "Subprotocol not acceptable");
    pub(super) const NO_INIT: Self = Self::new(4408, "Connection initialisation timeout");
    pub(super) const TOO_MANY_INITS: Self = Self::new(4429, "Too many initialisation requests");

    const fn new(code: u16, reason: &'static str) -> Self {
        Self {
            code,
            reason: Cow::Borrowed(reason),
        }
    }

    /// Why nobody was let in by a `connection_init`.
    pub(super) fn of_init(problem: &Problem) -> Self {
        match problem.status() {
            StatusCode::BAD_REQUEST => Self::new(4400, problem.code()),
            status if status.is_server_error() => Self::TRY_LATER,
            _ => Self::FORBIDDEN,
        }
    }

    /// An operation of this name is open already. A reason has room for 123 bytes.
    pub(super) fn duplicate(id: &str) -> Self {
        let whole = format!("Subscriber for {id} already exists");
        let reason = if whole.len() <= 123 {
            whole.into()
        } else {
            "Subscriber already exists".into()
        };
        Self { code: 4409, reason }
    }

    pub(super) fn into_message(self) -> Message {
        Message::Close(Some(CloseFrame {
            code: self.code,
            reason: Utf8Bytes::from(self.reason.into_owned()),
        }))
    }
}

/// Reads what a client says; never tells what stood there.
pub(super) fn read(text: &str) -> Result<ClientMessage, Close> {
    let message: ClientMessage = serde_json::from_str(text).map_err(|_| Close::BAD_REQUEST)?;
    match &message {
        ClientMessage::Subscribe { id, .. } | ClientMessage::Complete { id }
            if id.is_empty() || id.len() > LONGEST_ID =>
        {
            Err(Close::BAD_REQUEST)
        }
        _ => Ok(message),
    }
}

/// Writes what the server says.
pub(super) fn write(message: &ServerMessage<'_>) -> Result<Message, Close> {
    let text = serde_json::to_string(message).map_err(|error| {
        tracing::error!(%error, "a message cannot be written as json");
        Close::INTERNAL
    })?;
    Ok(Message::Text(text.into()))
}
