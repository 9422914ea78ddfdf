use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};

use chrono::{DateTime, Utc};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use schakel::{
    clock::{Clock, SystemClock},
    domain::{Doel, Rol},
    federation::http_client,
};
use serde_json::{Value, json};
use tokio::sync::watch;

use super::house::{House, Totals, is_counted};

/// Somebody who follows the signals to their party, breaks off now and then, and goes on after the last place seen.
pub struct Consumer {
    url: String,
    token: String,
    partij: &'static str,
    is_resident: Box<dyn Fn(&str) -> bool + Send>,
    begin: DateTime<Utc>,
    rng: ChaCha8Rng,
    breaks_off: bool,
    last: Option<String>,
    seen: HashSet<String>,
    heard: Heard,
}

/// What was heard of the residents.
#[derive(Default)]
pub struct Heard {
    /// By whom.
    pub partij: &'static str,
    /// The kinds by owner and resident, in the order in which they came.
    pub kinds: BTreeMap<(String, String), Vec<String>>,
    /// From what happened to what was heard, in milliseconds.
    pub latencies: Vec<i64>,
    count: usize,
}

const VOLGEN: &str = "subscription($na: String) {
    signalen(na: $na) { edges { cursor node { id soort op bronhouder { id } inwoner { id } } } }
}";

/// The longest that one stream lasts.
const PATIENCE: Duration = Duration::from_secs(600);

/// How long to wait before a hub that isn't there is asked again.
const AGAIN: Duration = Duration::from_millis(100);

impl Consumer {
    /// One who breaks off at random.
    pub fn new(house: &House, partij: &'static str, seed: u64) -> Self {
        let rol = match partij {
            "incluzio" => Rol::Buurtteammedewerker,
            "gemeente-utrecht" => Rol::Trajectbegeleider,
            _ => Rol::SociaalRaadslid,
        };
        let heard = Heard {
            partij,
            ..Heard::default()
        };
        Self {
            partij,
            url: format!("{}/stream", house.graphql()),
            token: house.token(partij, rol, Doel::AfstemmingTraject),
            is_resident: Box::new(house.is_resident()),
            begin: house.begin(),
            rng: ChaCha8Rng::seed_from_u64(seed),
            breaks_off: true,
            last: None,
            seen: HashSet::new(),
            heard,
        }
    }

    /// One who stays.
    pub fn steady(house: &House, partij: &'static str) -> Self {
        Self {
            breaks_off: false,
            ..Self::new(house, partij, 0)
        }
    }

    /// Follows until as many were heard as there are, once that is known.
    pub async fn follow(mut self, mut stop: watch::Receiver<Option<Totals>>) -> Heard {
        loop {
            let messages = if self.breaks_off {
                self.rng.random_range(1..40)
            } else {
                usize::MAX
            };
            let known = stop.clone();
            tokio::select! {
                () = self.listen(messages, &known) => tokio::time::sleep(AGAIN).await,
                _known = stop.changed() => {}
            }
            if self.has_heard_all(&stop) {
                return self.heard;
            }
        }
    }

    fn has_heard_all(&self, stop: &watch::Receiver<Option<Totals>>) -> bool {
        let totals = stop.borrow();
        totals
            .as_ref()
            .is_some_and(|all| self.heard.count >= all[self.partij])
    }

    /// Hears so many messages, or as many as come.
    async fn listen(&mut self, messages: usize, stop: &watch::Receiver<Option<Totals>>) {
        let client = http_client(Duration::from_secs(5)).expect("a client can be made");
        let request = client
            .post(&self.url)
            .timeout(PATIENCE)
            .bearer_auth(&self.token)
            .header("Accept", "text/event-stream")
            .header("doel", "AFSTEMMING_TRAJECT")
            .json(&json!({"query": VOLGEN, "variables": {"na": self.last}}));
        let Ok(mut response) = request.send().await else {
            return;
        };
        let (mut unread, mut count) = (String::new(), 0);
        while let Ok(Some(chunk)) = response.chunk().await {
            unread.push_str(&String::from_utf8_lossy(&chunk));
            while let Some(end) = unread.find("\n\n") {
                let event: String = unread.drain(..end + 2).collect();
                if let Some((_, data)) = event.split_once("data: ") {
                    let message = serde_json::from_str(data.trim()).unwrap_or_default();
                    if !self.hear(&message) {
                        return;
                    }
                    count += 1;
                }
            }
            if count >= messages || self.has_heard_all(stop) {
                return;
            }
        }
    }

    /// Notes a message; whether it was one.
    fn hear(&mut self, message: &Value) -> bool {
        let Some(edges) = message["data"]["signalen"]["edges"].as_array() else {
            return false;
        };
        for edge in edges {
            let node = &edge["node"];
            // Nothing is withdrawn here, and no cursor leads past what nobody could decide on.
            assert!(!node.is_null(), "{message}");
            let text = |name: &str| node[name].as_str().expect("a text").to_owned();
            assert!(self.seen.insert(text("id")), "the same id twice");
            self.last = edge["cursor"].as_str().map(str::to_owned);
            let part = |name: &str| node[name]["id"].as_str().expect("an id").to_owned();
            self.note((part("bronhouder"), part("inwoner")), text("soort"), &text("op"));
        }
        true
    }

    fn note(&mut self, of: (String, String), soort: String, op: &str) {
        if !(self.is_resident)(&of.1) || !is_counted(&soort) {
            return;
        }
        let op: DateTime<Utc> = op.parse().expect("a time");
        if op < self.begin {
            return;
        }
        self.heard
            .latencies
            .push((SystemClock.now() - op).num_milliseconds());
        self.heard.count += 1;
        self.heard.kinds.entry(of).or_default().push(soort);
    }
}

impl Heard {
    /// From commit to delivery, in words.
    pub fn told(mut self) -> String {
        self.latencies.sort_unstable();
        let at = |percent: usize| self.latencies[(self.latencies.len() - 1) * percent / 100];
        let (half, nearly_all, count) = (at(50), at(99), self.latencies.len());
        format!("{}: p50 {half} ms, p99 {nearly_all} ms, of {count}", self.partij)
    }
}
