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
use tokio::{sync::mpsc, time::timeout};

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

/// When a sign of life is due, and how long somebody may take to read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    /// After so long without a message a sign of life.
    pub(crate) heartbeat: Duration,
    /// Who takes longer to read is let go.
    pub(crate) write: Duration,
}

/// The response that carries them, with a sign of life whenever it would be silent for long. Each event is asked for when
/// the one before was read, by a task of its own: a connection that nobody reads from is never polled, and would hold what
/// is held for the stream for ever.
pub(crate) fn respond(told: BoxStream<'static, Bytes>, times: Times, closing: Closing) -> Response {
    let guard = closing.guard();
    let (chunks, read) = mpsc::channel(1);
    tokio::spawn(send(told, chunks, times, closing));
    let chunks = stream::unfold(read, |mut read| async {
        read.recv().await.map(|chunk| (chunk, read))
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

/// Hands each event on as soon as there is room for it, until there are no more, the server stops, or nobody reads.
async fn send(
    mut told: BoxStream<'static, Bytes>,
    chunks: mpsc::Sender<Bytes>,
    times: Times,
    closing: Closing,
) {
    while let Ok(Ok(room)) = timeout(times.write, chunks.reserve()).await {
        let chunk = tokio::select! {
            biased;
            () = closing.closed() => None,
            () = chunks.closed() => None,
            chunk = told.next() => chunk,
            () = tokio::time::sleep(times.heartbeat) => Some(SIGN_OF_LIFE),
        };
        match chunk {
            Some(chunk) => room.send(chunk),
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use tokio::sync::oneshot;

    use super::*;

    const TIMES: Times = Times {
        heartbeat: Duration::from_secs(10),
        write: Duration::from_millis(50),
    };

    /// Events without end; the other half hears when nobody holds them any more.
    fn events() -> (BoxStream<'static, Bytes>, oneshot::Receiver<()>) {
        let (held, let_go) = oneshot::channel::<()>();
        let events = stream::repeat(Bytes::from_static(b"event: next\ndata: {}\n\n"));
        let events = events.map(move |event| {
            let _held = &held;
            event
        });
        (events.boxed(), let_go)
    }

    fn body_of(events: BoxStream<'static, Bytes>) -> Body {
        respond(events, TIMES, Closing::default()).into_body()
    }

    #[tokio::test]
    async fn who_does_not_read_is_let_go() {
        let (events, let_go) = events();
        let unread = body_of(events);
        assert!(let_go.await.is_err(), "nobody says anything: it is dropped");
        drop(unread);
    }

    #[tokio::test]
    async fn who_reads_hears_all_and_who_goes_is_let_go_at_once() {
        let (events, let_go) = events();
        let mut chunks = body_of(events).into_data_stream();
        for _ in 0..100 {
            assert!(chunks.next().await.is_some());
        }
        drop(chunks);
        assert!(let_go.await.is_err());
    }
}
