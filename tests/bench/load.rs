//! Clients that ask as fast as they are answered.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::header::HeaderMap;
use schakel::federation::http_client;

/// Longer than any answer should take: a client that waits so long has found a fault.
const PATIENCE: Duration = Duration::from_secs(30);

/// One body to send, and how long its answer was when it was checked: an answer of another length isn't that answer.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The body.
    pub body: String,
    /// The bytes of the checked answer.
    pub expected: usize,
}

/// Where to ask, and as whom.
#[derive(Clone, Debug)]
pub struct Target {
    /// The address.
    pub url: String,
    /// What goes with every request.
    pub headers: HeaderMap,
}

/// Clients that keep their connections.
pub struct Clients(Vec<reqwest::Client>);

/// What a turn brought.
#[derive(Clone, Debug)]
pub struct Turn {
    /// How long it took.
    pub elapsed: Duration,
    /// How long each answer took, sorted.
    pub times: Vec<Duration>,
}

impl Clients {
    /// So many, each with a connection of its own.
    pub fn new(count: u16) -> Self {
        let client = || http_client(PATIENCE).expect("a client can be made");
        Self((0..count).map(|_| client()).collect())
    }

    /// Asks these for so long, every client beginning at another one.
    pub async fn ask_for(&self, length: Duration, target: &Target, sent: &Arc<[Sent]>) -> Turn {
        let begin = Instant::now();
        let asking: Vec<_> = self
            .0
            .iter()
            .enumerate()
            .map(|(number, client)| {
                let first = number * sent.len() / self.0.len();
                let asked = ask_until(
                    begin + length,
                    client.clone(),
                    target.clone(),
                    Arc::clone(sent),
                    first,
                );
                tokio::spawn(asked)
            })
            .collect();
        let mut times = Vec::new();
        for one in asking {
            times.extend(one.await.expect("a client does not fail"));
        }
        times.sort_unstable();
        Turn {
            elapsed: begin.elapsed(),
            times,
        }
    }
}

async fn ask_until(
    end: Instant,
    client: reqwest::Client,
    target: Target,
    sent: Arc<[Sent]>,
    first: usize,
) -> Vec<Duration> {
    let mut times = Vec::new();
    for Sent { body, expected } in sent.iter().cycle().skip(first) {
        let begin = Instant::now();
        let answer = ask(&client, &target, body.clone()).await;
        times.push(begin.elapsed());
        assert_eq!(answer.len(), *expected, "an answer differs from the checked one");
        if Instant::now() >= end {
            break;
        }
    }
    times
}

/// The whole answer, which must be in order.
pub async fn ask(client: &reqwest::Client, target: &Target, body: String) -> Vec<u8> {
    let request = client
        .post(&target.url)
        .headers(target.headers.clone())
        .body(body);
    let response = request.send().await.expect("an answer");
    assert_eq!(response.status().as_u16(), 200, "{}", target.url);
    response.bytes().await.expect("a whole answer").into()
}
