use std::time::Duration;

use futures::{StreamExt, stream};
use reqwest::{
    Response, StatusCode, Url,
    header::{ACCEPT, HeaderValue},
};
use tokio::time::{Instant, Interval, interval_at, timeout};

use super::{RemoteSubgraph, Unanswered, WireAnswer};
use crate::federation::{SubgraphRequest, SubgraphResponse, SubgraphStream, execute::unreachable};

/// The header in which a subgraph names a stream that it opened.
pub(crate) const STREAM_ID: &str = "stroom-id";

/// How often a subgraph shows the hub that a stream is still there.
pub(crate) const HEARTBEAT: Duration = Duration::from_secs(5);

impl RemoteSubgraph {
    /// The answers to a subscription, until it completes or is lost.
    pub(super) fn follow(&self, request: SubgraphRequest) -> SubgraphStream {
        let remote = self.clone();
        stream::unfold(Following::Opening(remote, Box::new(request)), |following| async {
            let (answer, following) = following.next().await?;
            Some((answer, following))
        })
        .boxed()
    }
}

enum Following {
    Opening(RemoteSubgraph, Box<SubgraphRequest>),
    Open(Box<RemoteStream>),
    Over,
}

impl Following {
    async fn next(self) -> Option<(SubgraphResponse, Self)> {
        let mut open = match self {
            Self::Opening(remote, request) => {
                let name = remote.name;
                match RemoteStream::open(remote, *request).await {
                    Ok(open) => Box::new(open),
                    Err(reason) => {
                        tracing::warn!(subgraph = name.word(), %reason, "remote subgraph opens no stream");
                        return Some((unreachable(name), Self::Over));
                    }
                }
            }
            Self::Open(open) => open,
            Self::Over => return None,
        };
        match open.next().await {
            Ok(Some(answer)) => Some((answer, Self::Open(open))),
            Ok(None) => None,
            Err(reason) => {
                let name = open.remote.name;
                tracing::warn!(subgraph = name.word(), %reason, "a stream of a remote subgraph is lost");
                Some((unreachable(name), Self::Over))
            }
        }
    }
}

/// An open stream: server-sent events of the subgraph's process.
struct RemoteStream {
    remote: RemoteSubgraph,
    request: SubgraphRequest,
    renewed_at: Url,
    renewals: Interval,
    response: Response,
    unread: Vec<u8>,
}

impl RemoteStream {
    async fn open(remote: RemoteSubgraph, request: SubgraphRequest) -> Result<Self, Unanswered> {
        let address = within(&remote.url, "stream")?;
        let mut headers = remote.headers(&request.context)?;
        headers.insert(ACCEPT, HeaderValue::from_static("text/event-stream"));
        let sent = remote
            .client
            .post(address.clone())
            .timeout(AS_LONG_AS_IT_TAKES)
            .headers(headers)
            .body(super::body(&request)?);
        let response = timeout(remote.limits.time, sent.send()).await;
        let response = response
            .map_err(|_| Unanswered::NotReached)?
            .map_err(|_| Unanswered::NotReached)?;
        if response.status() != StatusCode::OK {
            return Err(Unanswered::Status(response.status().as_u16()));
        }
        let id = response
            .headers()
            .get(STREAM_ID)
            .and_then(|value| value.to_str().ok());
        let renewed_at = within(&address, id.ok_or(Unanswered::Unreadable)?)?;
        let renewal = remote.limits.renewal;
        Ok(Self {
            renewed_at,
            remote,
            request,
            renewals: interval_at(Instant::now() + renewal, renewal),
            response,
            unread: Vec::new(),
        })
    }

    /// The next answer; `None` when it is complete.
    async fn next(&mut self) -> Result<Option<SubgraphResponse>, Unanswered> {
        let mut silent_since = Instant::now();
        loop {
            while let Some(event) = self.take_event() {
                match event.kind.as_str() {
                    "next" => return read(&event.data).map(Some),
                    "complete" => return Ok(None),
                    _ => {}
                }
            }
            tokio::select! {
                chunk = self.response.chunk() => {
                    let chunk = chunk.map_err(|_| Unanswered::NotReached)?;
                    self.unread.extend_from_slice(&chunk.ok_or(Unanswered::NotReached)?);
                    silent_since = Instant::now();
                }
                _ = self.renewals.tick() => self.renew().await?,
                () = tokio::time::sleep_until(silent_since + self.remote.limits.silence) => return Err(Unanswered::NotReached),
            }
            if self.unread.len() > self.remote.limits.bytes {
                return Err(Unanswered::TooLarge);
            }
        }
    }

    /// Shows a new token, before the one that the subgraph has seen ends.
    async fn renew(&self) -> Result<(), Unanswered> {
        let headers = self.remote.headers(&self.request.context)?;
        let sent = self.remote.client.post(self.renewed_at.clone()).headers(headers);
        let response = sent.timeout(self.remote.limits.time).send().await;
        match response.map_err(|_| Unanswered::NotReached)?.status() {
            StatusCode::NO_CONTENT => Ok(()),
            status => Err(Unanswered::Status(status.as_u16())),
        }
    }

    /// The first whole event that was read, if there is one: they end with an empty line.
    fn take_event(&mut self) -> Option<Event> {
        let end = self.unread.windows(2).position(|two| two == b"\n\n")?;
        let text: Vec<u8> = self.unread.drain(..end + 2).collect();
        Some(Event::read(&String::from_utf8_lossy(&text)))
    }
}

/// The client gives up by itself when nothing is heard.
const AS_LONG_AS_IT_TAKES: Duration = Duration::from_secs(7 * 24 * 3600);

#[derive(Debug, Default, PartialEq, Eq)]
struct Event {
    kind: String,
    data: String,
}

impl Event {
    /// Comments say nothing.
    fn read(text: &str) -> Self {
        let mut event = Self::default();
        for line in text.lines() {
            match line.split_once(':') {
                Some(("event", kind)) => kind.trim().clone_into(&mut event.kind),
                Some(("data", data)) => event.data.push_str(data.trim()),
                _ => {}
            }
        }
        event
    }
}

fn read(data: &str) -> Result<SubgraphResponse, Unanswered> {
    let answer: WireAnswer = serde_json::from_str(data).map_err(|_| Unanswered::Unreadable)?;
    answer.into_response().ok_or(Unanswered::Unreadable)
}

/// The address of something below an address.
fn within(address: &Url, name: &str) -> Result<Url, Unanswered> {
    let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let mut below = address.clone();
    match below.path_segments_mut() {
        Ok(mut path) if is_name => path.push(name),
        _ => return Err(Unanswered::NotSent),
    };
    Ok(below)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_read_and_a_comment_says_nothing() {
        let event = Event::read("event: next\ndata: {\"data\":1}\n\n");
        assert_eq!(
            (event.kind.as_str(), event.data.as_str()),
            ("next", "{\"data\":1}")
        );
        assert_eq!(Event::read(":\n\n"), Event::default());
    }

    #[test]
    fn a_name_leads_nowhere_else() {
        let address: Url = "http://srw.example/graphql/stream".parse().unwrap();
        assert_eq!(
            within(&address, "0af3-1").unwrap().path(),
            "/graphql/stream/0af3-1"
        );
        for name in ["../x", "a/b", "http:x"] {
            assert!(within(&address, name).is_err(), "{name}");
        }
    }
}
