use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::store::{Additions, History, Vastlegging, VerzoekSoort},
    Standing, door, manages,
    request::{answer, find_open},
    standing,
};
use crate::{
    domain::Inrichting,
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::common::ClientError,
};

/// The events of a second consent manager's confirmation: from now on the grant holds, and what it replaces ends.
///
/// # Errors
/// `ONBEKEND` when no such grant is known to this caller; `TWEEDE_PERSOON_NODIG` when the caller recorded it;
/// `TOESTEMMING_GEEINDIGD` when it ended meanwhile, or the parties share it no longer.
pub fn events_of_confirmation(
    caller: &Caller,
    inrichting: &Inrichting,
    toestemming: Uuid,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let all = standing(&history.events);
    let is_it = |grant: &&Standing| {
        grant.toestemming == toestemming && manages(caller, inrichting, [&grant.bronhouder, &grant.ontvanger])
    };
    let grant = all
        .iter()
        .find(is_it)
        .ok_or(ClientError::Unknown("deze toestemming"))?;
    if !grant.wacht && grant.is_open(now) {
        // Confirmed before: a double submit is harmless.
        return Ok(Additions::default());
    }
    if !grant.is_open(now) || !can_still_be_shared(inrichting, grant) {
        return Err(ClientError::ToestemmingGeeindigd);
    }
    if grant.vastlegging.door == door(caller) {
        return Err(ClientError::TweedePersoonNodig);
    }
    let mut events = Vec::new();
    let replaced = |old: &&Standing| grant.vastlegging.vervangt == Some(old.toestemming) && old.holds(now);
    if let Some(old) = all.iter().find(replaced) {
        events.push(old.event(GebeurtenisSoort::Vervangen, old.groepen.clone(), caller, now));
    }
    let mut verleend = grant.event(GebeurtenisSoort::Verleend, grant.groepen.clone(), caller, now);
    verleend.event.geldig_van = Some(grant.van.max(now));
    verleend.event.geldig_tot = Some(grant.tot);
    verleend.vastlegging = Vastlegging {
        op: now,
        door: door(caller),
        ..grant.vastlegging.clone()
    };
    events.push(verleend);
    let asked = grant.vastlegging.verzoek;
    let open = asked.and_then(|id| find_open(caller, inrichting, history, id).ok());
    Ok(Additions {
        events,
        verzoeken: open
            .map(|verzoek| answer(caller, verzoek, VerzoekSoort::Toegekend, now))
            .into_iter()
            .collect(),
        ..Additions::default()
    })
}

/// The inrichting may have changed since it was proposed.
fn can_still_be_shared(inrichting: &Inrichting, grant: &Standing) -> bool {
    let held = inrichting.find_partij(&grant.bronhouder);
    grant.groepen.iter().all(|groep| {
        held.is_some_and(|bron| bron.houdt(groep.record_soort()))
            && inrichting.doel_draagt(grant.doel, *groep)
    })
}
