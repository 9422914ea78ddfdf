use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::refusal::Refusal;

/// Longer than any id or name that we know of; keeps log records small.
const LONGEST_TEXT: usize = 256;
const LONGEST_LIST: usize = 64;
const LONGEST_OF_OUR_OWN: TimeDelta = TimeDelta::seconds(60);

/// The claims of a token. Errors name a claim as we call it, never what it holds.
pub(super) struct Claims(Map<String, Value>);

/// How the times of a token are judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct TimeRules {
    pub(super) leeway: TimeDelta,
    pub(super) longest: TimeDelta,
}

impl TimeRules {
    /// The same rules for tokens that hubs and subgraphs mint for each other.
    pub(super) fn for_our_own(self) -> Self {
        Self {
            longest: self.longest.min(LONGEST_OF_OUR_OWN),
            ..self
        }
    }
}

impl Claims {
    pub(super) fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// Refuses a token that is not meant for us.
    pub(super) fn check_audience(&self, ours: &str) -> Result<(), Refusal> {
        let names_us = self.words("aud")?.contains(&ours);
        if names_us {
            Ok(())
        } else {
            Err(Refusal::AudienceOther)
        }
    }

    /// Refuses a token outside its time, and one that lasts too long; gives the end of its time, leeway
    /// included.
    pub(super) fn check_times(&self, now: DateTime<Utc>, rules: TimeRules) -> Result<DateTime<Utc>, Refusal> {
        let (expires, valid_from) = (self.time("exp")?, self.time("nbf")?);
        self.judge_times(now, rules, expires, valid_from)
    }

    /// The same for an ID token, which needs no `nbf` (OpenID Connect Core, §2).
    pub(super) fn check_id_token_times(&self, now: DateTime<Utc>, rules: TimeRules) -> Result<(), Refusal> {
        let valid_from = if self.has("nbf") { "nbf" } else { "iat" };
        let (expires, valid_from) = (self.time("exp")?, self.time(valid_from)?);
        self.judge_times(now, rules, expires, valid_from).map(|_| ())
    }

    fn judge_times(
        &self,
        now: DateTime<Utc>,
        rules: TimeRules,
        expires: DateTime<Utc>,
        valid_from: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Refusal> {
        let issued = self.time("iat")?;
        let until = expires.checked_add_signed(rules.leeway).unwrap_or(expires);
        let latest_start = now.checked_add_signed(rules.leeway).unwrap_or(now);
        if now >= until {
            return Err(Refusal::Expired);
        }
        if issued > latest_start {
            return Err(Refusal::IssuedInFuture);
        }
        if valid_from > latest_start {
            return Err(Refusal::NotYetValid);
        }
        if expires.signed_duration_since(issued) > rules.longest {
            return Err(Refusal::ValidTooLong);
        }
        Ok(until)
    }

    /// A text that must be there.
    pub(super) fn text(&self, name: &str) -> Result<&str, Refusal> {
        self.find_text(name)?
            .ok_or_else(|| Refusal::ClaimMissing(name.to_owned()))
    }

    /// A text that may be left out.
    pub(super) fn find_text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        let Some(value) = self.find(name) else {
            return Ok(None);
        };
        value
            .as_str()
            .filter(|text| is_plain(text))
            .map(Some)
            .ok_or_else(|| unreadable(name))
    }

    /// One or more words that must be there: a list, or a text that is taken as a list of one.
    pub(super) fn words(&self, name: &str) -> Result<Vec<&str>, Refusal> {
        let words = match self.find(name) {
            None => return Err(Refusal::ClaimMissing(name.to_owned())),
            Some(Value::Array(items)) if items.is_empty() => {
                return Err(Refusal::ClaimMissing(name.to_owned()));
            }
            Some(Value::Array(items)) if items.len() > LONGEST_LIST => return Err(unreadable(name)),
            Some(Value::Array(items)) => items.iter().map(Value::as_str).collect(),
            Some(value) => value.as_str().map(|word| vec![word]),
        };
        words
            .filter(|words| words.iter().all(|word| is_plain(word)))
            .ok_or_else(|| unreadable(name))
    }

    /// Whether the claim is there, whatever it holds.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// A member of a claim that is an object.
    pub(super) fn member(&self, name: &str, member: &str) -> Option<&str> {
        self.find(name)?.get(member)?.as_str()
    }

    fn time(&self, name: &str) -> Result<DateTime<Utc>, Refusal> {
        let value = self
            .find(name)
            .ok_or_else(|| Refusal::ClaimMissing(name.to_owned()))?;
        // RFC 7519 allows fractions; a token loses nothing when its times are cut to whole seconds.
        let seconds = value.as_i64().or_else(|| value.as_f64().and_then(whole_seconds));
        seconds
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .ok_or_else(|| unreadable(name))
    }

    fn find(&self, name: &str) -> Option<&Value> {
        let value = match name.strip_prefix('/') {
            None => self.0.get(name),
            Some(path) => {
                let (first, rest) = path.split_at(path.find('/').unwrap_or(path.len()));
                self.0
                    .get(&first.replace("~1", "/").replace("~0", "~"))
                    .and_then(|value| value.pointer(rest))
            }
        };
        value.filter(|value| !value.is_null())
    }
}

/// Whether a text is one that may name somebody in a log: short, not empty, in one line.
pub(super) fn is_plain(text: &str) -> bool {
    (1..=LONGEST_TEXT).contains(&text.len()) && !text.chars().any(char::is_control)
}

fn whole_seconds(seconds: f64) -> Option<i64> {
    let is_in_range = seconds.abs() < 1e12;
    is_in_range.then_some(seconds.floor() as i64)
}

fn unreadable(name: &str) -> Refusal {
    Refusal::ClaimUnreadable(name.to_owned())
}
