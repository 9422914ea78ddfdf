use std::{collections::BTreeMap, num::NonZeroU16};

use serde::Deserialize;

use crate::domain::BewaarSoort;

/// How long each kind of thing is kept (`[bewaren.TRAJECT]`). What isn't named is kept: the length is for the party that
/// answers for the records to choose, and never for us.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct RetentionConfig(BTreeMap<BewaarSoort, Bewaartermijn>);

/// How long, and why so long.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bewaartermijn {
    /// How many days, counted from the moment that the kind says.
    pub dagen: NonZeroU16,
    /// The law, selection list or decision on which that rests: whoever erases must be able to account for it (AVG 5(2)).
    pub grondslag: String,
}

impl RetentionConfig {
    /// How long this kind is kept; `None` for ever.
    pub fn of(&self, soort: BewaarSoort) -> Option<&Bewaartermijn> {
        self.0.get(&soort)
    }

    pub(super) fn faults(&self) -> Vec<String> {
        let unfounded = self
            .0
            .iter()
            .filter(|(_, termijn)| termijn.grondslag.trim().is_empty());
        unfounded
            .map(|(soort, _)| format!("`bewaren.{soort}.grondslag` is empty"))
            .collect()
    }
}
