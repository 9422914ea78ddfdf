use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures::{
    FutureExt, StreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use serde::Serialize;

use super::Closing;
use crate::http::Problem;

/// The media type of server-sent events.
pub(in crate::http) const EVENT_STREAM: &str = "text/event-stream";

/// A comment, which clients pass over.
const SIGN_OF_LIFE: Bytes = Bytes::from_static(b":\n\n");

const COMPLETE: &[u8] = b"event: complete\ndata:\n\n";

/// Lets in who can read a stream.
pub(in crate::http) fn require_accepted(headers: &HeaderMap) -> Result<(), Problem> {
    let accepts = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|accept| accept.contains(EVENT_STREAM));
    let detail = "Hier wordt met `text/event-stream` geantwoord; zeg dat in `Accept`.";
    accepts
        .then_some(())
        .ok_or_else(|| Problem::new(StatusCode::NOT_ACCEPTABLE, "MEDIATYPE_ONJUIST", detail))
}

/// One event: JSON has no line breaks.
pub(in crate::http) fn next(payload: &impl Serialize) -> Bytes {
    match serde_json::to_string(payload) {
        Ok(json) => format!("event: next\ndata: {json}\n\n").into(),
        Err(error) => {
            tracing::error!(%error, "an answer cannot be written as json");
            Bytes::new()
        }
    }
}

/// Tells each event, and that it was the last one; `expired` where the token ended before.
pub(in crate::http) fn tell(
    events: BoxStream<'static, Bytes>,
    ended: BoxFuture<'static, ()>,
    expired: Bytes,
) -> BoxStream<'static, Bytes> {
    let has_ended = Arc::new(AtomicBool::new(false));
    let noted = Arc::clone(&has_ended);
    let ended = ended.map(move |()| noted.store(true, Ordering::SeqCst));
    let last = async move {
        let expired = if has_ended.load(Ordering::SeqCst) {
            &expired[..]
        } else {
            &[]
        };
        Bytes::from([expired, COMPLETE].concat())
    };
    events.take_until(ended).chain(stream::once(last)).boxed()
}

/// The response that carries them, with a sign of life whenever it would be silent for long.
pub(crate) fn respond(told: BoxStream<'static, Bytes>, heartbeat: Duration, closing: Closing) -> Response {
    let guard = closing.guard();
    let chunks = stream::unfold(told, move |mut told| {
        let closing = closing.clone();
        async move {
            let chunk = tokio::select! {
                biased;
                () = closing.closed() => None,
                chunk = told.next() => chunk,
                () = tokio::time::sleep(heartbeat) => Some(SIGN_OF_LIFE),
            };
            chunk.map(|chunk| (chunk, told))
        }
    });
    let chunks = stream::once(async { SIGN_OF_LIFE }).chain(chunks);
    let chunks = chunks.map(move |chunk| {
        let _held = &guard;
        Ok::<_, Infallible>(chunk)
    });
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/event-stream; charset=utf-8"),
        ),
        // Some proxies would keep messages back.
        (
            HeaderName::from_static("x-accel-buffering"),
            HeaderValue::from_static("no"),
        ),
    ];
    (headers, Body::from_stream(chunks)).into_response()
}
