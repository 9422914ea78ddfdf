use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::publication::TrajectInvoer;

/// The fields that a delivery doesn't say as their owner did, and in how many of the trajecten: found by reading again what
/// was written, so that nothing is lost in silence. docs/import.md says what DDAS v1.0 has no place for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unmapped(BTreeMap<String, u64>);

/// A traject that nobody would read again.
pub(super) const REFUSED: &str = "het hele traject (wordt bij inlezen geweigerd)";

/// What a delivery says in its own way: it has no ids and no versions of records, and clients only out of the owner's own file.
const OWN_WAY: &[&str] = &["bronId", "versie", "clienten"];

impl Unmapped {
    /// Notes what of a traject isn't read again; nothing of it, where it is refused.
    pub(super) fn note(&mut self, said: &TrajectInvoer, again: Option<&TrajectInvoer>) {
        let fields = match again {
            Some(again) => differences(&told(said), &told(again)),
            None => BTreeSet::from([REFUSED.to_owned()]),
        };
        for field in fields {
            *self.0.entry(field).or_default() += 1;
        }
    }

    /// The fields with how many trajecten say something there.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.0.iter().map(|(name, count)| (name.as_str(), *count))
    }
}

/// What a traject says, by field. What is absent, null or empty says nothing.
fn told(invoer: &TrajectInvoer) -> Map<String, Value> {
    let mut invoer = invoer.clone();
    // A delivery has a place for each of them and no order.
    invoer
        .beschikkingen
        .sort_by_key(|one| (one.datum, one.soort.word()));
    let mut told = match serde_json::to_value(&invoer) {
        Ok(Value::Object(told)) => told,
        _ => Map::new(),
    };
    told.retain(|name, _| !OWN_WAY.contains(&name.as_str()));
    told
}

/// The names of the fields that don't say the same; of a part the fields in it.
fn differences(said: &Map<String, Value>, again: &Map<String, Value>) -> BTreeSet<String> {
    let part = |value: &Value| value.as_object().cloned().unwrap_or_default();
    let names: BTreeSet<&String> = said.keys().chain(again.keys()).collect();
    let mut different = BTreeSet::new();
    for name in names {
        let of = |all: &Map<String, Value>| all.get(name).cloned().unwrap_or_default();
        let (ours, theirs) = (of(said), of(again));
        if ours.is_object() || theirs.is_object() {
            let inner = differences(&part(&ours), &part(&theirs));
            different.extend(inner.into_iter().map(|field| format!("{name}.{field}")));
        } else if says(&ours) != says(&theirs) {
            different.insert(name.clone());
        }
    }
    different
}

fn says(value: &Value) -> Option<&Value> {
    let is_empty = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    (!is_empty).then_some(value)
}
