use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        store::{Additions, History},
        types::{IntrekkingDeel, IntrekkingInvoer},
    },
    Standing, manages, of_one_bundle, standing,
};
use crate::{
    domain::{Gegevensgroep, Inrichting},
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::common::ClientError,
};

/// The events of a withdrawal: as easy as giving, whole or in part. What has ended already needs none.
///
/// # Errors
/// `ONBEKEND` when nothing of what is named is known to this caller: unknown and another's look alike.
pub fn events_of_withdrawal(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: &IntrekkingInvoer,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let all = standing(&history.events);
    let is_known =
        |grant: &&Standing| is_named(grant, invoer) && may_withdraw(caller, inrichting, grant, &all);
    let named: Vec<Standing> = all.iter().filter(is_known).cloned().collect();
    let is_unknown = match invoer {
        IntrekkingInvoer::Inwoner(_) => false,
        IntrekkingInvoer::Delen(delen) if delen.is_empty() => {
            return Err(ClientError::input("delen", "noemt niets"));
        }
        // All of it or nothing: what stands of one resident is never mixed with what another's id names.
        IntrekkingInvoer::Delen(delen) => delen.iter().any(|deel| !is_among(&named, deel)),
        _ => named.is_empty(),
    };
    if is_unknown {
        return Err(ClientError::Unknown("deze toestemming"));
    }
    // What expired isn't said to be withdrawn.
    let open = named.into_iter().filter(|grant| grant.is_open(now));
    let withdrawn = open.filter_map(|grant| {
        let groepen = groups_of(&grant, invoer);
        (!groepen.is_empty()).then(|| grant.event(GebeurtenisSoort::Ingetrokken, groepen, caller, now))
    });
    Ok(Additions::from(withdrawn.collect::<Vec<_>>()))
}

fn is_among(named: &[Standing], deel: &IntrekkingDeel) -> bool {
    named.iter().any(|grant| grant.toestemming == deel.toestemming)
}

/// What of this grant is withdrawn, as far as it still stands.
fn groups_of(grant: &Standing, invoer: &IntrekkingInvoer) -> BTreeSet<Gegevensgroep> {
    let named = |delen: &[IntrekkingDeel]| {
        let of_it = |groep: &&Gegevensgroep| {
            let mut delen = delen.iter();
            delen.any(|deel| deel.toestemming == grant.toestemming && deel.groepen.contains(groep))
        };
        grant.groepen.iter().filter(of_it).copied().collect()
    };
    match invoer {
        IntrekkingInvoer::Deel(deel) => named(std::slice::from_ref(deel)),
        IntrekkingInvoer::Delen(delen) => named(delen),
        _ => grant.groepen.clone(),
    }
}

fn is_named(grant: &Standing, invoer: &IntrekkingInvoer) -> bool {
    match invoer {
        IntrekkingInvoer::Toestemming(id) => grant.toestemming == *id,
        IntrekkingInvoer::Deel(deel) => grant.toestemming == deel.toestemming,
        IntrekkingInvoer::Delen(delen) => delen.iter().any(|deel| grant.toestemming == deel.toestemming),
        IntrekkingInvoer::Gesprek(id) => grant.vastlegging.gesprek == *id,
        IntrekkingInvoer::Inwoner(_) => true,
        IntrekkingInvoer::Code(_) => false,
    }
}

/// Any professional of the parties that a grant joins can record that the resident withdraws it; a consent manager any
/// part of a bundle, too.
fn may_withdraw(caller: &Caller, inrichting: &Inrichting, grant: &Standing, all: &[Standing]) -> bool {
    let managed = |one: &Standing| manages(caller, inrichting, [&one.bronhouder, &one.ontvanger]);
    [&grant.bronhouder, &grant.ontvanger].contains(&caller.partij()) || of_one_bundle(grant, all, managed)
}

/// The events of a withdrawal by the code on the receipt: all of that conversation, by any professional of the
/// samenwerking.
///
/// # Errors
/// `ONBEKEND` when the conversation is of another samenwerking; `NIETS_MEER_OPEN` when all of it has ended and something was
/// granted in its place: that has a receipt of its own.
pub fn events_of_withdrawal_by_code(
    caller: &Caller,
    inrichting: &Inrichting,
    gesprek: Uuid,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let samenwerking = inrichting.samenwerking_of(caller.partij());
    let is_here = |grant: &Standing| {
        [&grant.bronhouder, &grant.ontvanger]
            .into_iter()
            .all(|partij| samenwerking.is_some_and(|here| here.find_partij(partij).is_some()))
    };
    let named: Vec<Standing> = standing(&history.events)
        .into_iter()
        .filter(|grant| grant.vastlegging.gesprek == gesprek && is_here(grant))
        .collect();
    if named.is_empty() {
        return Err(ClientError::Unknown("deze code"));
    }
    let is_replaced = |grant: &Standing| grant.einde == Some(GebeurtenisSoort::Vervangen);
    let was_replaced = named.iter().any(is_replaced);
    let open = named.into_iter().filter(|grant| grant.is_open(now));
    let withdrawn: Vec<_> = open
        .map(|grant| grant.event(GebeurtenisSoort::Ingetrokken, grant.groepen.clone(), caller, now))
        .collect();
    // Withdrawn twice is withdrawn once; but what was granted in its place still holds.
    if withdrawn.is_empty() && was_replaced {
        return Err(ClientError::NietsMeerOpen);
    }
    Ok(Additions::from(withdrawn))
}
