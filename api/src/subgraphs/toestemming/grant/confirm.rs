use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::store::{Additions, History, StoredEvent, Vastlegging, VerzoekSoort},
    Standing, door, manages,
    request::{answer, find_open},
    standing,
};
use crate::{
    domain::Inrichting,
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::common::ClientError,
};

/// The events of a second consent manager's confirmation of a grant, or of all that waits of a conversation: from now on
/// it holds, and what it replaces ends.
///
/// # Errors
/// `ONBEKEND` when no such grant or conversation is known to this caller; `TWEEDE_PERSOON_NODIG` when the caller recorded
/// it; `TOESTEMMING_GEEINDIGD` when it ended meanwhile, or the parties share it no longer.
pub fn events_of_confirmation(
    caller: &Caller,
    inrichting: &Inrichting,
    named: Uuid,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let mut all = standing(&history.events);
    let standing = all.clone();
    all.retain(|grant| {
        [grant.toestemming, grant.vastlegging.gesprek].contains(&named)
            && manages(caller, inrichting, [&grant.bronhouder, &grant.ontvanger])
    });
    if all.is_empty() {
        return Err(ClientError::Unknown("deze toestemming"));
    }
    all.retain(|grant| grant.is_open(now));
    if all.is_empty() {
        return Err(ClientError::ToestemmingGeeindigd);
    }
    // What doesn't wait was confirmed before: a double submit is harmless.
    all.retain(|grant| grant.wacht);
    let mut events = Vec::new();
    let mut verzoeken = Vec::new();
    for grant in &all {
        if !can_still_be_shared(inrichting, grant) {
            return Err(ClientError::ToestemmingGeeindigd);
        }
        if grant.vastlegging.door == door(caller) {
            return Err(ClientError::TweedePersoonNodig);
        }
        events.extend(confirmed(caller, grant, &standing, now));
        let asked = grant.vastlegging.verzoek;
        let open = asked.and_then(|id| find_open(caller, inrichting, history, id).ok());
        // The grants of one conversation answer one request.
        if verzoeken.is_empty() {
            verzoeken.extend(open.map(|verzoek| answer(caller, verzoek, VerzoekSoort::Toegekend, now)));
        }
    }
    Ok(Additions {
        events,
        verzoeken,
        ..Additions::default()
    })
}

/// The events that would follow on all events of a resident if a second consent manager confirmed what waits of those that
/// were added: to look at beforehand.
pub fn events_if_confirmed(
    caller: &Caller,
    all: &[StoredEvent],
    added: &[StoredEvent],
    now: DateTime<Utc>,
) -> Vec<StoredEvent> {
    let standing = standing(all);
    let is_added = |grant: &&Standing| {
        let mut ids = added.iter().map(|stored| stored.event.toestemming);
        grant.wacht && ids.any(|id| id == grant.toestemming)
    };
    let waiting = standing.iter().filter(is_added);
    waiting
        .flat_map(|grant| confirmed(caller, grant, &standing, now))
        .collect()
}

/// What it replaces ends, and it holds.
fn confirmed(caller: &Caller, grant: &Standing, all: &[Standing], now: DateTime<Utc>) -> Vec<StoredEvent> {
    let replaced = |old: &&Standing| grant.vastlegging.vervangt == Some(old.toestemming) && old.holds(now);
    let old = all.iter().find(replaced);
    let ended = old.map(|old| old.event(GebeurtenisSoort::Vervangen, old.groepen.clone(), caller, now));
    let mut verleend = grant.event(GebeurtenisSoort::Verleend, grant.groepen.clone(), caller, now);
    verleend.event.geldig_van = Some(grant.van.max(now));
    verleend.event.geldig_tot = Some(grant.tot);
    verleend.vastlegging = Vastlegging {
        op: now,
        door: door(caller),
        ..grant.vastlegging.clone()
    };
    ended.into_iter().chain([verleend]).collect()
}

/// The inrichting may have changed since it was proposed.
fn can_still_be_shared(inrichting: &Inrichting, grant: &Standing) -> bool {
    let held = inrichting.find_partij(&grant.bronhouder);
    grant.groepen.iter().all(|groep| {
        held.is_some_and(|bron| bron.houdt(groep.record_soort()))
            && inrichting.doel_draagt(grant.doel, *groep)
    })
}
