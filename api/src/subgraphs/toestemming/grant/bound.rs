use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};

use super::{
    super::store::{History, StoredEvent, told_by},
    Standing, standing,
};
use crate::{
    domain::{Doel, Inrichting, InwonerId, PartijId},
    publication::Faults,
    request::decide::{
        Binding, Gebeurtenis, GebeurtenisSoort, Registerbeeld, Trajectberichten, Vrager, may_hear_of,
    },
    subgraphs::common::ClientError,
};

/// The events that follow when an owner tells that a traject has ended: the end of every grant of the resident that is bound
/// to it.
pub fn events_of_traject_end(history: &History, binding: &Binding, now: DateTime<Utc>) -> Vec<StoredEvent> {
    let is_bound = |grant: &Standing| {
        grant.binding.as_ref() == Some(binding) && !grant.wacht && !grant.groepen.is_empty()
    };
    standing(&history.events)
        .into_iter()
        .filter(is_bound)
        .map(|grant| {
            grant.recorded(
                GebeurtenisSoort::Verlopen,
                grant.groepen.clone(),
                told_by(binding, grant.vastlegging.gesprek, now),
            )
        })
        .collect()
}

/// Refuses to bind grants to a traject where a party to one of them may not see, then, whether it runs: their end would
/// tell it.
///
/// # Errors
/// `INVOER_ONGELDIG` naming such a party.
pub(super) fn require_lamp(
    inrichting: &Inrichting,
    history: &History,
    given: &[StoredEvent],
    now: DateTime<Utc>,
) -> Result<(), ClientError> {
    let inrichting = Arc::new(inrichting.clone());
    let mut events: Vec<Gebeurtenis> = history.events.iter().map(|stored| stored.event.clone()).collect();
    // A part that waits for a second consent manager opens what it names with its own confirmation.
    events.extend(given.iter().map(|stored| Gebeurtenis {
        versie: i64::MAX,
        soort: match stored.event.soort {
            GebeurtenisSoort::Voorgesteld => GebeurtenisSoort::Verleend,
            soort => soort,
        },
        ..stored.event.clone()
    }));
    let mut faults = Faults::default();
    let mut blind: BTreeSet<PartijId> = BTreeSet::new();
    for stored in given {
        let event = &stored.event;
        let Some(binding) = &event.binding else {
            continue;
        };
        let from = event.geldig_van.unwrap_or(now).max(now);
        for partij in [&event.ontvanger, &event.bronhouder] {
            let vrager = somebody_at(partij, event.doel, &inrichting);
            let beeld = picture(&inrichting, &stored.inwoner, &events);
            if !may_hear_of(&vrager, &stored.inwoner, &beeld, binding, from) {
                blind.insert(partij.clone());
            }
        }
    }
    for partij in blind {
        faults.add(
            "traject",
            format!("`{partij}` mag niet zien of dit traject loopt"),
        );
    }
    faults.into_result().map_err(ClientError::Input)
}

/// Somebody of a party who works with the resident and has every role that may act for the purpose.
pub fn somebody_at(partij: &PartijId, doel: Doel, inrichting: &Inrichting) -> Vrager {
    let rollen = inrichting.rol_doelen.iter();
    Vrager {
        partij: partij.clone(),
        rollen: rollen
            .filter(|(_, doelen)| doelen.contains(&doel))
            .map(|(rol, _)| *rol)
            .collect(),
        team: None,
        gebruiker: String::new(),
        doel,
        anybody: true,
    }
}

/// The register as it would stand with these events.
pub fn picture(inrichting: &Arc<Inrichting>, inwoner: &InwonerId, events: &[Gebeurtenis]) -> Registerbeeld {
    Registerbeeld {
        versie: i64::MAX,
        inrichting_versie: 0,
        inrichting: Arc::clone(inrichting),
        gebeurtenissen: HashMap::from([(inwoner.clone(), events.to_vec())]),
        betrokkenheid: HashMap::new(),
        trajectberichten: Trajectberichten::default(),
    }
}
