use std::sync::{Arc, PoisonError, RwLock};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Mutex;

use super::{
    fetch::{Source, read_first},
    key::KeySet,
};
use crate::request::authenticate::{config::JwksSource, refusal::Refusal};

/// After a failure the source is tried again sooner than after a success.
const PAUSE_AFTER_FAILURE: TimeDelta = TimeDelta::seconds(5);

/// How often the source of a key set is read.
#[derive(Clone, Copy, Debug)]
pub(in super::super) struct CachePace {
    /// How long after a reading an unknown key causes no other one.
    pub(in super::super) pause: TimeDelta,
    /// After how long the set is read again, unknown key or not.
    pub(in super::super) age: TimeDelta,
    /// How long a set that can't be read again goes on being used.
    pub(in super::super) keep: TimeDelta,
}

/// The keys of one issuer, kept between requests. What was read stays for a while when the source is down; as long as
/// nothing could be read, or nothing for too long, no token of this issuer is accepted.
#[derive(Debug)]
pub(in super::super) struct KeyCache {
    issuer: String,
    source: Source,
    pace: CachePace,
    /// Held for the moment of a look, never while the source is asked.
    current: RwLock<Option<Kept>>,
    /// Held by the one request that asks the source; holds the times between which it is not asked again.
    asking: Mutex<Option<Pause>>,
}

#[derive(Clone, Debug)]
struct Kept {
    keys: Arc<KeySet>,
    read_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug)]
struct Pause {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
}

impl KeyCache {
    /// Opens the source; a file is read at once, an address when first needed.
    ///
    /// # Errors
    /// A sentence, to stand behind the name of the issuer.
    pub(in super::super) fn open(
        issuer: &str,
        config: &JwksSource,
        pace: CachePace,
        now: DateTime<Utc>,
    ) -> Result<Self, String> {
        let source = Source::new(config)?;
        let kept = match &source {
            Source::File(path) => {
                let keys = read_first(path)
                    .map_err(|error| format!("has a key file `{}` that {error}", path.display()))?;
                Some(Kept {
                    keys: Arc::new(keys),
                    read_at: now,
                })
            }
            Source::Url { .. } => None,
        };
        Ok(Self {
            issuer: issuer.to_owned(),
            source,
            pace,
            current: RwLock::new(kept),
            asking: Mutex::new(None),
        })
    }

    /// A key set that knows this key, read again where needed.
    pub(in super::super) async fn find(&self, kid: &str, now: DateTime<Utc>) -> Result<Arc<KeySet>, Refusal> {
        match self.current() {
            Some(kept) if kept.keys.knows(kid) && !self.is_old(&kept, now) => return Ok(kept.keys),
            // One request reads an old set again; the others go on with what is there.
            Some(kept) if kept.keys.knows(kid) && !self.is_over(&kept, now) => {
                self.refresh_unless_busy(now).await
            }
            _ => self.refresh(now).await,
        }
        let usable = self.current().filter(|kept| !self.is_over(kept, now));
        let kept = usable.ok_or(Refusal::KeysOutOfReach)?;
        if kept.keys.knows(kid) {
            Ok(kept.keys)
        } else {
            Err(Refusal::KeyUnknown)
        }
    }

    async fn refresh(&self, now: DateTime<Utc>) {
        let mut pause = self.asking.lock().await;
        self.ask(&mut pause, now).await;
    }

    async fn refresh_unless_busy(&self, now: DateTime<Utc>) {
        if let Ok(mut pause) = self.asking.try_lock() {
            self.ask(&mut pause, now).await;
        }
    }

    async fn ask(&self, pause: &mut Option<Pause>, now: DateTime<Utc>) {
        if pause.is_some_and(|pause| pause.covers(now)) {
            return;
        }
        // Set before asking, so that a request that is given up half-way does not lift the limit.
        *pause = Some(Pause::new(now, PAUSE_AFTER_FAILURE.min(self.pace.pause)));
        match self.source.read().await {
            Ok(keys) => {
                *pause = Some(Pause::new(now, self.pace.pause));
                self.keep(Kept {
                    keys: Arc::new(keys),
                    read_at: now,
                });
            }
            Err(error) => {
                tracing::warn!(issuer = %self.issuer, %error, "the key set of an issuer cannot be read")
            }
        }
    }

    fn is_old(&self, kept: &Kept, now: DateTime<Utc>) -> bool {
        now.signed_duration_since(kept.read_at) >= self.pace.age
    }

    fn is_over(&self, kept: &Kept, now: DateTime<Utc>) -> bool {
        now.signed_duration_since(kept.read_at) >= self.pace.keep
    }

    fn current(&self) -> Option<Kept> {
        self.current
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn keep(&self, kept: Kept) {
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }
}

impl Pause {
    fn new(from: DateTime<Utc>, length: TimeDelta) -> Self {
        Self {
            from,
            until: from.checked_add_signed(length).unwrap_or(from),
        }
    }

    /// A moment before it began lies outside too: a clock that was set back must not stop the asking for
    /// long.
    fn covers(&self, now: DateTime<Utc>) -> bool {
        (self.from..self.until).contains(&now)
    }
}
