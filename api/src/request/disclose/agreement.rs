use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use crate::{
    domain::{Gegevensgroep, InwonerId},
    request::decide::{Besluit, Vraag},
};

/// What two clients of one traject must agree on before something is told of one of them.
pub(super) struct Agreement {
    /// What is asked of the first, who allows it.
    pub(super) first: Vraag,
    /// The other.
    pub(super) second: InwonerId,
    /// Whether the group itself is a joint one.
    pub(super) is_joint: bool,
    /// The joint groups of which the asked group tells a part.
    pub(super) drawn_on: BTreeSet<Gegevensgroep>,
}

/// What both agreed on.
pub(super) struct Agreed {
    /// The joint groups of which the asked group may tell its part.
    pub(super) joint: BTreeSet<Gegevensgroep>,
    /// The earliest end of the second client's grants (UTC).
    pub(super) tot: Option<DateTime<Utc>>,
}

impl Agreement {
    pub(super) fn is_needed(&self) -> bool {
        self.is_joint || !self.drawn_on.is_empty()
    }

    /// What must be decided to know.
    pub(super) fn vragen(&self) -> Vec<Vraag> {
        let drawn_on = self.drawn_on.iter();
        let of_both = drawn_on.flat_map(|groep| [self.of_first(*groep), self.of_second(*groep)]);
        of_both.chain([self.of_second(self.first.groep)]).collect()
    }

    /// What both agreed on; `None` where the second keeps the group closed. A joint group that the first opened to this
    /// caller is told only if the second opened it too, or the one answer would give away what the other keeps silent.
    pub(super) fn agreed(&self, decided: &HashMap<Vraag, Besluit>) -> Option<Agreed> {
        let allowed = |vraag: Vraag| decided.get(&vraag).filter(|besluit| besluit.is_toegestaan());
        let agreed = allowed(self.of_second(self.first.groep))?;
        let mut ends = vec![agreed.tot()];
        let mut joint = self.drawn_on.clone();
        joint.retain(|groep| {
            let first = allowed(self.of_first(*groep));
            let second = allowed(self.of_second(*groep));
            ends.extend(first.and(second).map(Besluit::tot));
            first.is_none() || second.is_some()
        });
        Some(Agreed {
            joint,
            tot: ends.into_iter().flatten().min(),
        })
    }

    fn of_first(&self, groep: Gegevensgroep) -> Vraag {
        Vraag {
            groep,
            ..self.first.clone()
        }
    }

    fn of_second(&self, groep: Gegevensgroep) -> Vraag {
        Vraag {
            inwoner: self.second.clone(),
            ..self.of_first(groep)
        }
    }
}
