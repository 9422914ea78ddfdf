use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        store::{Additions, History, StoredEvent, Vastlegging},
        types::BezwaarInvoer,
    },
    Statement,
    check::{LONGEST_KEY, check_giver},
    door, manages, statements,
};
use crate::{
    domain::{Gegevensgroep, Inrichting, InwonerId},
    publication::Faults,
    request::{
        authenticate::Caller,
        decide::{Gebeurtenis, GebeurtenisSoort},
    },
    subgraphs::common::ClientError,
};

/// The event of an objection to a legal ground (AVG 21), for all of its groups or some.
///
/// Who objects without naming groups objects to the processing on that ground, whatever it covers (AVG 21(1): "processing of
/// personal data concerning him or her which is based on" it): a group that is added to the ground later falls under it
/// too. So it names every group of the kinds of record that the ground is about. Who names groups objects to those alone.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault; `PARTIJ_NIET_BEVOEGD` when the caller doesn't manage that ground's parties.
pub fn events_of_objection(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: &BezwaarInvoer,
    inwoner: &InwonerId,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let mut faults = Faults::default();
    let grond = inrichting.find_grond(&invoer.grond);
    faults.require(grond.is_some(), "grond", "is geen bekende grond");
    let named: BTreeSet<Gegevensgroep> = invoer.groepen.iter().copied().collect();
    let fits = grond.is_none_or(|grond| named.is_subset(&grond.groepen));
    faults.require(fits, "groepen", "noemt wat niet op deze grond wordt gedeeld");
    check_giver(
        invoer.gegeven_door,
        invoer.gegeven_door_kenmerk.as_deref(),
        &mut faults,
    );
    faults.check_optional_key("aanvraagId", invoer.aanvraag_id.as_deref(), LONGEST_KEY);
    faults.into_result().map_err(ClientError::Input)?;
    let managed = |grond: &&crate::domain::Verwerkingsgrond| {
        manages(caller, inrichting, [&grond.bronhouder, &grond.ontvanger])
    };
    let grond = grond.filter(managed).ok_or(ClientError::PartijNietBevoegd)?;
    let event = Gebeurtenis {
        versie: 0,
        soort: GebeurtenisSoort::Bezwaar,
        toestemming: id,
        bronhouder: grond.bronhouder.clone(),
        ontvanger: grond.ontvanger.clone(),
        groepen: if named.is_empty() {
            of_its_kinds(&grond.groepen)
        } else {
            named
        },
        doel: grond.doel,
        geldig_van: None,
        geldig_tot: None,
        grond: Some(grond.id.clone()),
        binding: None,
    };
    let vastlegging = Vastlegging {
        gegeven_door: Some((
            invoer.gegeven_door.word().to_owned(),
            invoer.gegeven_door_kenmerk.clone(),
        )),
        ..Vastlegging::by(door(caller), id, now)
    };
    let stored = StoredEvent {
        inwoner: inwoner.clone(),
        event,
        vastlegging,
    };
    Ok(Additions::from(vec![stored]))
}

/// Every group of the kinds of record that these are about.
fn of_its_kinds(groepen: &BTreeSet<Gegevensgroep>) -> BTreeSet<Gegevensgroep> {
    let is_alike = |groep: &&Gegevensgroep| {
        groepen
            .iter()
            .any(|known| known.record_soort() == groep.record_soort())
    };
    Gegevensgroep::ALL.iter().filter(is_alike).copied().collect()
}

/// The event by which the resident takes an objection back. It opens what was closed, so that only a consent manager
/// records it.
///
/// # Errors
/// `ONBEKEND` when no such objection is known to this caller.
pub fn events_of_objection_end(
    caller: &Caller,
    inrichting: &Inrichting,
    bezwaar: Uuid,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let is_it = |one: &&Statement| {
        one.id == bezwaar
            && one.soort == GebeurtenisSoort::Bezwaar
            && manages(caller, inrichting, [&one.bronhouder, &one.ontvanger])
    };
    let made = statements(&history.events);
    let found = made
        .iter()
        .find(is_it)
        .ok_or(ClientError::Unknown("dit bezwaar"))?;
    let end = found
        .stands()
        .then(|| found.end(GebeurtenisSoort::Ingetrokken, caller, now));
    Ok(Additions::from(end.into_iter().collect::<Vec<_>>()))
}
