use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::{store::StoredEvent, types::ToestemmingStatus};
use crate::{
    domain::{Doel, Gegevensgroep, PartijId},
    request::decide::GebeurtenisSoort,
};

/// A grant as it stands after all events.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub toestemming: Uuid,
    /// The owning party.
    pub bronhouder: PartijId,
    /// The receiving party.
    pub ontvanger: PartijId,
    /// The groups that still stand.
    pub groepen: BTreeSet<Gegevensgroep>,
    /// The purpose.
    pub doel: Doel,
    /// From when (UTC, inclusive).
    pub van: DateTime<Utc>,
    /// Until when (UTC, exclusive).
    pub tot: DateTime<Utc>,
    /// The bundle.
    pub pakket: Option<String>,
    /// The conversation.
    pub gesprek: Uuid,
    /// When it was recorded (UTC).
    pub op: DateTime<Utc>,
}

/// All grants of a resident, in the order in which they were given.
pub fn standing(events: &[StoredEvent]) -> Vec<Standing> {
    let mut grants: Vec<Standing> = Vec::new();
    for stored in events {
        let event = &stored.event;
        let known = grants
            .iter_mut()
            .find(|grant| grant.toestemming == event.toestemming);
        match (event.soort, known) {
            (GebeurtenisSoort::Verleend, None) => grants.extend(given(stored)),
            (GebeurtenisSoort::Herbevestigd, Some(grant)) => {
                grant.tot = event.geldig_tot.unwrap_or(grant.tot)
            }
            (soort, Some(grant)) if soort.ends() => {
                grant.groepen.retain(|groep| !event.groepen.contains(groep));
            }
            _ => {}
        }
    }
    grants
}

fn given(stored: &StoredEvent) -> Option<Standing> {
    let event = &stored.event;
    Some(Standing {
        toestemming: event.toestemming,
        bronhouder: event.bronhouder.clone(),
        ontvanger: event.ontvanger.clone(),
        groepen: event.groepen.clone(),
        doel: event.doel,
        van: event.geldig_van?,
        tot: event.geldig_tot?,
        pakket: stored.pakket.clone(),
        gesprek: stored.gesprek,
        op: stored.op,
    })
}

impl Standing {
    /// How it stands at this moment.
    pub fn status(&self, now: DateTime<Utc>) -> ToestemmingStatus {
        if self.groepen.is_empty() {
            ToestemmingStatus::Ingetrokken
        } else if now >= self.tot {
            ToestemmingStatus::Verlopen
        } else if now < self.van {
            ToestemmingStatus::NogNietIngegaan
        } else {
            ToestemmingStatus::Actief
        }
    }
}
