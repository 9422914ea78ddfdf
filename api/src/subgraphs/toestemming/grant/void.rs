use chrono::{DateTime, Utc};

use super::{
    super::{
        store::{Additions, History, StoredEvent},
        types::OngeldigInvoer,
    },
    oversees, standing, statements,
};
use crate::{
    domain::Inrichting,
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::common::ClientError,
};

/// The event by which a privacy officer declares a grant, refusal or objection void, with the reason. What has ended
/// already needs none.
///
/// # Errors
/// `ONBEKEND` when nothing of this id is known to this caller: unknown and another's look alike.
pub fn events_of_voiding(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: &OngeldigInvoer,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let soort = GebeurtenisSoort::OngeldigVerklaard;
    let grants = standing(&history.events).into_iter().map(|grant| {
        let end = (!grant.groepen.is_empty()).then(|| grant.event(soort, grant.groepen.clone(), caller, now));
        (grant.toestemming, [grant.bronhouder, grant.ontvanger], end)
    });
    let statements = statements(&history.events).into_iter().map(|one| {
        let end = one.stands().then(|| one.end(soort, caller, now));
        (one.id, [one.bronhouder, one.ontvanger], end)
    });
    let (_, _, end): (_, _, Option<StoredEvent>) = grants
        .chain(statements)
        .find(|(id, [bronhouder, ontvanger], _)| {
            *id == invoer.id && oversees(caller, inrichting, [bronhouder, ontvanger])
        })
        .ok_or(ClientError::Unknown("deze toestemming"))?;
    let with_reason = end.map(|mut stored| {
        stored.vastlegging.reden = Some(invoer.reden.word().to_owned());
        stored
    });
    Ok(Additions::from(with_reason.into_iter().collect::<Vec<_>>()))
}
