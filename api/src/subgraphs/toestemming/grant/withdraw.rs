use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{
    super::{
        store::{NewEvent, StoredEvent},
        types::IntrekkingInvoer,
    },
    Standing, manages, standing,
};
use crate::{
    domain::{Gegevensgroep, Inrichting, InwonerId},
    request::{
        authenticate::Caller,
        decide::{Gebeurtenis, GebeurtenisSoort},
    },
    subgraphs::common::ClientError,
};

/// The events of a withdrawal: as easy as giving, whole or in part. What has ended already needs none.
///
/// # Errors
/// `ONBEKEND` when nothing of what is named is known to this caller: unknown and another's look alike.
pub fn events_of_withdrawal(
    caller: &Caller,
    inrichting: &Inrichting,
    inwoner: &InwonerId,
    invoer: &IntrekkingInvoer,
    events: &[StoredEvent],
    now: DateTime<Utc>,
) -> Result<Vec<NewEvent>, ClientError> {
    let named: Vec<Standing> = standing(events)
        .into_iter()
        .filter(|grant| is_named(grant, invoer) && may_withdraw(caller, inrichting, grant))
        .collect();
    if named.is_empty() && !matches!(invoer, IntrekkingInvoer::Inwoner(_)) {
        return Err(ClientError::Unknown("deze toestemming"));
    }
    let withdrawn = named.into_iter().filter_map(|grant| {
        let groepen: BTreeSet<Gegevensgroep> = match invoer {
            IntrekkingInvoer::Deel(deel) => grant
                .groepen
                .iter()
                .copied()
                .filter(|groep| deel.groepen.contains(groep))
                .collect(),
            _ => grant.groepen.clone(),
        };
        (!groepen.is_empty()).then(|| withdrawal(caller, inwoner, grant, groepen, now))
    });
    Ok(withdrawn.collect())
}

fn is_named(grant: &Standing, invoer: &IntrekkingInvoer) -> bool {
    match invoer {
        IntrekkingInvoer::Toestemming(id) => grant.toestemming == *id,
        IntrekkingInvoer::Deel(deel) => grant.toestemming == deel.toestemming,
        IntrekkingInvoer::Gesprek(id) => grant.gesprek == *id,
        IntrekkingInvoer::Inwoner(_) => true,
    }
}

/// Any professional of the parties that a grant joins can record that the resident withdraws it.
fn may_withdraw(caller: &Caller, inrichting: &Inrichting, grant: &Standing) -> bool {
    caller.partij() == &grant.bronhouder
        || caller.partij() == &grant.ontvanger
        || manages(caller, inrichting, [&grant.bronhouder, &grant.ontvanger])
}

fn withdrawal(
    caller: &Caller,
    inwoner: &InwonerId,
    grant: Standing,
    groepen: BTreeSet<Gegevensgroep>,
    now: DateTime<Utc>,
) -> NewEvent {
    NewEvent {
        inwoner: inwoner.clone(),
        event: Gebeurtenis {
            versie: 0,
            soort: GebeurtenisSoort::Ingetrokken,
            toestemming: grant.toestemming,
            bronhouder: grant.bronhouder,
            ontvanger: grant.ontvanger,
            groepen,
            doel: grant.doel,
            geldig_van: None,
            geldig_tot: None,
            grond: None,
        },
        pakket: grant.pakket,
        gesprek: grant.gesprek,
        gegeven_door: None,
        bewijs: None,
        door: (caller.partij().clone(), caller.gebruiker().to_owned()),
        op: now,
    }
}
