//! What happens by what is recorded: the receiver that a consent names hears of it.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Additions, History, StoredEvent};
use crate::{domain::SignaalSoort, request::decide::GebeurtenisSoort, subgraphs::outbox::Gebeurd};

/// Per moment of recording. What becomes of a proposal, a refusal or an objection tells its receiver nothing: only a
/// grant that was given can be withdrawn from them.
pub(super) fn derive(history: &History, added: &Additions) -> BTreeMap<DateTime<Utc>, Vec<Gebeurd>> {
    let all = history.events.iter().chain(&added.events);
    let given: HashSet<Uuid> = all
        .filter(|stored| stored.event.soort == GebeurtenisSoort::Verleend)
        .map(|stored| stored.event.toestemming)
        .collect();
    let mut told: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for stored in &added.events {
        let is_given = given.contains(&stored.event.toestemming);
        if let Some(soort) = soort(stored.event.soort).filter(|_| is_given) {
            told.entry(stored.vastlegging.op)
                .or_default()
                .push(gebeurd(soort, stored));
        }
    }
    told
}

/// What was replaced goes on in another grant, and what ended by the clock was told of before.
fn soort(soort: GebeurtenisSoort) -> Option<SignaalSoort> {
    match soort {
        GebeurtenisSoort::Verleend => Some(SignaalSoort::ToestemmingVerleend),
        GebeurtenisSoort::Ingetrokken | GebeurtenisSoort::OngeldigVerklaard => {
            Some(SignaalSoort::ToestemmingIngetrokken)
        }
        _ => None,
    }
}

fn gebeurd(soort: SignaalSoort, stored: &StoredEvent) -> Gebeurd {
    let event = &stored.event;
    Gebeurd::to_consent(soort, stored.inwoner.clone(), event.bronhouder.clone())
        .for_ontvanger(event.ontvanger.clone())
        .telling(event.groepen.iter().copied())
}
