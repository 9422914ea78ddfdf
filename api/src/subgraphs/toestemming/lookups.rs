use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::request::authenticate::Caller;

/// Bounds the look-ups by BSN of one client, so that nobody can walk through all numbers: a bucket that
/// fills evenly over a minute.
#[derive(Debug)]
pub struct LookupLimit {
    per_minute: u32,
    buckets: Mutex<HashMap<(String, String), Bucket>>,
}

#[derive(Debug)]
struct Bucket {
    /// What is left, in thousandths of a look-up.
    left: i64,
    filled_at: DateTime<Utc>,
}

/// Above so many clients the full buckets are forgotten: they say nothing.
const MOST_BUCKETS: usize = 10_000;

impl LookupLimit {
    /// So many look-ups a minute per client.
    pub fn per_minute(per_minute: u32) -> Self {
        Self {
            per_minute,
            buckets: Mutex::default(),
        }
    }

    /// Takes `count` look-ups out of the client's bucket; `false` when it holds fewer.
    pub fn take(&self, caller: &Caller, count: usize, now: DateTime<Utc>) -> bool {
        self.take_as(caller.issuer(), caller.client(), count, now)
    }

    /// Takes `count` look-ups out of the bucket of whoever asks under this issuer and name; `false` when it
    /// holds fewer.
    pub fn take_as(&self, issuer: &str, client: &str, count: usize, now: DateTime<Utc>) -> bool {
        let full = i64::from(self.per_minute) * 1000;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MOST_BUCKETS {
            buckets.retain(|_, bucket| now - bucket.filled_at < TimeDelta::minutes(1));
        }
        let client = (issuer.to_owned(), client.to_owned());
        let bucket = buckets.entry(client).or_insert(Bucket {
            left: full,
            filled_at: now,
        });
        let elapsed = (now - bucket.filled_at).num_milliseconds().clamp(0, 60_000);
        bucket.left = (bucket.left + full * elapsed / 60_000).min(full);
        bucket.filled_at = now;
        let wanted = i64::try_from(count).unwrap_or(i64::MAX).saturating_mul(1000);
        let allowed = wanted <= bucket.left;
        if allowed {
            bucket.left -= wanted;
        }
        allowed
    }
}
