use std::collections::BTreeSet;

use uuid::Uuid;

use super::super::store::{StoredEvent, Vastlegging};
use crate::{
    domain::{Doel, Gegevensgroep, InwonerId, PartijId},
    request::{
        authenticate::Caller,
        decide::{Gebeurtenis, GebeurtenisSoort},
    },
};

/// A refusal or an objection, as it stands after all events.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its id.
    pub id: Uuid,
    /// `WEIGERING` or `BEZWAAR`.
    pub soort: GebeurtenisSoort,
    /// Whose.
    pub inwoner: InwonerId,
    /// The owning party.
    pub bronhouder: PartijId,
    /// The receiving party.
    pub ontvanger: PartijId,
    /// The groups for which it still stands.
    pub groepen: BTreeSet<Gegevensgroep>,
    /// The purpose.
    pub doel: Doel,
    /// The legal ground that an objection is about.
    pub grond: Option<String>,
    /// How it was recorded.
    pub vastlegging: Vastlegging,
}

/// All refusals and objections of a resident, in the order in which they were recorded.
pub fn statements(events: &[StoredEvent]) -> Vec<Statement> {
    let mut made: Vec<Statement> = Vec::new();
    for stored in events {
        let event = &stored.event;
        match event.soort {
            GebeurtenisSoort::Weigering | GebeurtenisSoort::Bezwaar => made.push(Statement::of(stored)),
            soort if soort.ends() => made
                .iter_mut()
                .filter(|one| one.id == event.toestemming)
                .for_each(|one| one.groepen.retain(|groep| !event.groepen.contains(groep))),
            _ => {}
        }
    }
    made
}

impl Statement {
    fn of(stored: &StoredEvent) -> Self {
        let event = stored.event.clone();
        Self {
            id: event.toestemming,
            soort: event.soort,
            inwoner: stored.inwoner.clone(),
            bronhouder: event.bronhouder,
            ontvanger: event.ontvanger,
            groepen: event.groepen,
            doel: event.doel,
            grond: event.grond,
            vastlegging: stored.vastlegging.clone(),
        }
    }

    /// Whether it still stands for anything.
    pub fn stands(&self) -> bool {
        !self.groepen.is_empty()
    }

    /// Its end, for all that it still stands for.
    pub fn end(
        &self,
        soort: GebeurtenisSoort,
        caller: &Caller,
        now: chrono::DateTime<chrono::Utc>,
    ) -> StoredEvent {
        StoredEvent {
            inwoner: self.inwoner.clone(),
            event: Gebeurtenis {
                versie: 0,
                soort,
                toestemming: self.id,
                bronhouder: self.bronhouder.clone(),
                ontvanger: self.ontvanger.clone(),
                groepen: self.groepen.clone(),
                doel: self.doel,
                geldig_van: None,
                geldig_tot: None,
                grond: None,
                binding: None,
            },
            vastlegging: Vastlegging::by(super::door(caller), self.vastlegging.gesprek, now),
        }
    }
}
