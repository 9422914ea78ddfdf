use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{bsn::valid_bsns, draw::Part, time::Origin};
use crate::{
    domain::Fase,
    publication::{InwonerInvoer, TrajectInvoer},
};

/// How many residents there are.
pub(super) const RESIDENTS: usize = 240;
/// How many of them the tour names; they come first.
pub(super) const TOUR: usize = 3;
/// The first residents have trajecten that are published one by one.
const PUBLISHED: usize = 60;
/// The ones after them stand in the DDAS delivery; the others have no traject.
const DELIVERED: usize = 160;
/// Trajecten with two clients, published one by one and in the delivery.
const PUBLISHED_PAIRS: usize = 4;
const DELIVERED_PAIRS: usize = 6;

/// The residents, and who of them share a traject.
#[derive(Debug)]
pub(super) struct Residents {
    /// All BSNs; the first are those of the tour.
    pub(super) bsns: Vec<String>,
    origin: Origin,
}

impl Residents {
    /// The residents of a demo.
    pub(super) fn new(origin: Origin) -> Self {
        Self {
            bsns: valid_bsns().take(RESIDENTS).collect(),
            origin,
        }
    }

    /// The clients of the trajecten that are published one by one: one or two of each, the tour's first.
    pub(super) fn published(&self) -> Vec<&[String]> {
        households(self.bsns.get(..PUBLISHED).unwrap_or_default(), PUBLISHED_PAIRS)
    }

    /// The clients of the trajecten in the DDAS delivery.
    pub(super) fn delivered(&self) -> Vec<&[String]> {
        let range = PUBLISHED..PUBLISHED + DELIVERED;
        households(self.bsns.get(range).unwrap_or_default(), DELIVERED_PAIRS)
    }

    /// So many residents for a party: whoever of the tour it knows, and others by draw.
    pub(super) fn some(&self, key: usize, count: usize, known: &[&str]) -> Vec<&str> {
        let drawn = self.origin.draw(Part::Choice, key).order(self.bsns.len());
        let others = drawn
            .into_iter()
            .filter(|index| *index >= TOUR)
            .filter_map(|index| self.bsns.get(index))
            .map(String::as_str);
        let mut chosen: Vec<&str> = self
            .bsns
            .iter()
            .take(TOUR)
            .map(String::as_str)
            .filter(|bsn| known.contains(bsn))
            .collect();
        chosen.extend(others.take(count.saturating_sub(chosen.len())));
        chosen
    }
}

/// The last residents of the list in pairs, the others alone.
fn households(bsns: &[String], pairs: usize) -> Vec<&[String]> {
    let alone = bsns.len().saturating_sub(2 * pairs);
    let (alone, paired) = bsns.split_at_checked(alone).unwrap_or((bsns, &[]));
    alone.chunks(1).chain(paired.chunks(2)).collect()
}

/// Since when whose traject runs: a dossier at another party tallies with it.
#[derive(Debug, Default)]
pub(super) struct Running(BTreeMap<String, NaiveDate>);

impl Running {
    /// Gathers it from the trajecten of all residents.
    pub(super) fn of<'t>(trajecten: impl Iterator<Item = &'t TrajectInvoer>) -> Self {
        let mut running = BTreeMap::new();
        for traject in trajecten.filter(|traject| runs(traject)) {
            for client in &traject.clienten {
                if let InwonerInvoer::Bsn(bsn) = client {
                    running.insert(bsn.clone(), traject.aanmelddatum);
                }
            }
        }
        Self(running)
    }

    /// Since when the resident's traject runs; `None` when none runs.
    pub(super) fn since(&self, bsn: &str) -> Option<NaiveDate> {
        self.0.get(bsn).copied()
    }
}

fn runs(traject: &TrajectInvoer) -> bool {
    traject
        .fasen
        .last()
        .is_some_and(|last| last.fase != Fase::Afgesloten)
}
