use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::super::{
    store::{StoredEvent, Vastlegging},
    types::ToestemmingStatus,
};
use crate::{
    domain::{Doel, Gegevensgroep, InwonerId, PartijId},
    request::{
        authenticate::Caller,
        decide::{Binding, Gebeurtenis, GebeurtenisSoort},
    },
};

/// A grant as it stands after all events.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub toestemming: Uuid,
    /// Whose.
    pub inwoner: InwonerId,
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
    /// When it was given or last confirmed again (UTC).
    pub bevestigd_op: DateTime<Utc>,
    /// The traject to which it is bound.
    pub binding: Option<Binding>,
    /// Whether it waits for a second consent manager, and holds nothing until then.
    pub wacht: bool,
    /// What took the last of its groups.
    pub einde: Option<GebeurtenisSoort>,
    /// How it was recorded; of one that was confirmed by a second person, how the first did.
    pub vastlegging: Vastlegging,
    /// What was recorded of it, in order.
    pub verloop: Vec<Voorval>,
}

/// Something that was recorded of a grant.
#[derive(Clone, Debug)]
pub struct Voorval {
    /// What.
    pub soort: GebeurtenisSoort,
    /// The groups that it is about.
    pub groepen: BTreeSet<Gegevensgroep>,
    /// The party that recorded it.
    pub door: PartijId,
    /// When (UTC).
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
            (GebeurtenisSoort::Verleend | GebeurtenisSoort::Voorgesteld, None) => {
                grants.extend(given(stored));
            }
            (GebeurtenisSoort::Verleend, Some(grant)) if grant.wacht => {
                grant.confirm(event);
                grant.bevestigd_op = stored.vastlegging.op;
                grant.verloop.push(Voorval::of(stored));
            }
            (GebeurtenisSoort::Herbevestigd, Some(grant)) => {
                grant.tot = event.geldig_tot.unwrap_or(grant.tot);
                grant.bevestigd_op = stored.vastlegging.op;
                grant.verloop.push(Voorval::of(stored));
            }
            (GebeurtenisSoort::Weigering, None) => {
                let refused = |grant: &&mut Standing| grant.wacht && grant.is_about_as(event);
                grants
                    .iter_mut()
                    .filter(refused)
                    .for_each(|grant| grant.lose(stored));
            }
            (soort, Some(grant)) if soort.ends() => grant.lose(stored),
            _ => {}
        }
    }
    grants
}

fn given(stored: &StoredEvent) -> Option<Standing> {
    let event = &stored.event;
    Some(Standing {
        toestemming: event.toestemming,
        inwoner: stored.inwoner.clone(),
        bronhouder: event.bronhouder.clone(),
        ontvanger: event.ontvanger.clone(),
        groepen: event.groepen.clone(),
        doel: event.doel,
        van: event.geldig_van?,
        tot: event.geldig_tot?,
        bevestigd_op: stored.vastlegging.op,
        binding: event.binding.clone(),
        wacht: event.soort == GebeurtenisSoort::Voorgesteld,
        einde: None,
        vastlegging: stored.vastlegging.clone(),
        verloop: vec![Voorval::of(stored)],
    })
}

impl Voorval {
    fn of(stored: &StoredEvent) -> Self {
        Self {
            soort: stored.event.soort,
            groepen: stored.event.groepen.clone(),
            door: stored.vastlegging.door.0.clone(),
            op: stored.vastlegging.op,
        }
    }
}

impl Standing {
    /// How it stands at this moment.
    pub fn status(&self, now: DateTime<Utc>) -> ToestemmingStatus {
        if self.groepen.is_empty() {
            match self.einde {
                Some(GebeurtenisSoort::Vervangen) => ToestemmingStatus::Vervangen,
                Some(GebeurtenisSoort::OngeldigVerklaard) => ToestemmingStatus::OngeldigVerklaard,
                // The traject to which it was bound.
                Some(GebeurtenisSoort::Verlopen) => ToestemmingStatus::Verlopen,
                Some(GebeurtenisSoort::Weigering) => ToestemmingStatus::Geweigerd,
                _ => ToestemmingStatus::Ingetrokken,
            }
        } else if now >= self.tot {
            ToestemmingStatus::Verlopen
        } else if self.wacht {
            ToestemmingStatus::WachtOpTweede
        } else if now < self.van {
            ToestemmingStatus::NogNietIngegaan
        } else {
            ToestemmingStatus::Actief
        }
    }

    /// Whether it holds, or will.
    pub fn holds(&self, now: DateTime<Utc>) -> bool {
        !self.wacht && self.is_open(now)
    }

    /// Whether it has not ended, be it that it still waits.
    pub fn is_open(&self, now: DateTime<Utc>) -> bool {
        !self.groepen.is_empty() && now < self.tot
    }

    /// Something that now happens to some of its groups, in its own conversation.
    pub fn event(
        &self,
        soort: GebeurtenisSoort,
        groepen: BTreeSet<Gegevensgroep>,
        caller: &Caller,
        now: DateTime<Utc>,
    ) -> StoredEvent {
        let door = (caller.partij().clone(), caller.gebruiker().to_owned());
        self.recorded(
            soort,
            groepen,
            Vastlegging::by(door, self.vastlegging.gesprek, now),
        )
    }

    /// Something that happens to some of its groups, recorded so.
    pub(super) fn recorded(
        &self,
        soort: GebeurtenisSoort,
        groepen: BTreeSet<Gegevensgroep>,
        vastlegging: Vastlegging,
    ) -> StoredEvent {
        StoredEvent {
            inwoner: self.inwoner.clone(),
            event: Gebeurtenis {
                versie: 0,
                soort,
                toestemming: self.toestemming,
                bronhouder: self.bronhouder.clone(),
                ontvanger: self.ontvanger.clone(),
                groepen,
                doel: self.doel,
                geldig_van: None,
                geldig_tot: None,
                grond: None,
                binding: self.binding.clone(),
            },
            vastlegging: Vastlegging {
                pakket: self.vastlegging.pakket.clone(),
                ..vastlegging
            },
        }
    }

    fn confirm(&mut self, verleend: &Gebeurtenis) {
        self.wacht = false;
        self.groepen = verleend.groepen.clone();
        self.van = verleend.geldig_van.unwrap_or(self.van);
        self.tot = verleend.geldig_tot.unwrap_or(self.tot);
    }

    fn lose(&mut self, stored: &StoredEvent) {
        let event = &stored.event;
        self.verloop.push(Voorval::of(stored));
        let stood = !self.groepen.is_empty();
        self.groepen.retain(|groep| !event.groepen.contains(groep));
        if stood && self.groepen.is_empty() {
            self.einde = Some(event.soort);
        }
    }

    fn is_about_as(&self, event: &Gebeurtenis) -> bool {
        self.bronhouder == event.bronhouder && self.ontvanger == event.ontvanger && self.doel == event.doel
    }
}
