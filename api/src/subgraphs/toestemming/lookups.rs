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
    buckets: Mutex<HashMap<Vec<String>, Bucket>>,
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
        self.take_as(&[caller.issuer(), caller.client()], count, now)
    }

    /// Takes `count` look-ups out of the bucket of whoever asks under these names; `false` when it holds fewer.
    pub fn take_as(&self, names: &[&str], count: usize, now: DateTime<Utc>) -> bool {
        let full = i64::from(self.per_minute) * 1000;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MOST_BUCKETS {
            buckets.retain(|_, bucket| now - bucket.filled_at < TimeDelta::minutes(1));
        }
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        let bucket = buckets.entry(names).or_insert(Bucket {
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

/// Bounds how many codes of receipts are tried: by one user, so that whoever mistypes keeps no colleague from recording a
/// withdrawal, and by all users of a client together, so that nobody gets further by more names.
#[derive(Debug)]
pub struct CodeLimit {
    of_user: LookupLimit,
    of_client: LookupLimit,
}

impl CodeLimit {
    /// A professional types one code of a receipt now and then; more is trying.
    const OF_USER: u32 = 10;
    const OF_CLIENT: u32 = 60;

    /// Takes one try; `false` when the user or the client has none left.
    pub fn take(&self, caller: &Caller, now: DateTime<Utc>) -> bool {
        let user = [
            caller.issuer(),
            caller.client(),
            caller.partij().as_str(),
            caller.gebruiker(),
        ];
        self.of_user.take_as(&user, 1, now) && self.of_client.take(caller, 1, now)
    }
}

impl Default for CodeLimit {
    fn default() -> Self {
        Self {
            of_user: LookupLimit::per_minute(Self::OF_USER),
            of_client: LookupLimit::per_minute(Self::OF_CLIENT),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Doel, Rol};

    fn user(name: &str) -> Caller {
        let caller = Caller::for_test("incluzio", [Rol::Buurtteammedewerker], Doel::AfstemmingTraject);
        caller.in_person(name, None)
    }

    #[test]
    fn one_users_typing_locks_nobody_else_and_the_whole_is_bounded() {
        let (codes, now) = (CodeLimit::default(), DateTime::UNIX_EPOCH);
        let tries = |name: &str| (0..20).filter(|_| codes.take(&user(name), now)).count();
        assert_eq!(tries("u-1"), 10);
        assert_eq!(tries("u-2"), 10, "a colleague at the same client");
        let others: usize = (3..30).map(|number| tries(&format!("u-{number}"))).sum();
        assert_eq!(others, 40, "all together sixty a minute");
        assert!(codes.take(&user("u-1"), now + TimeDelta::minutes(1)));
    }
}
