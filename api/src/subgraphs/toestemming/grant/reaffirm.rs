use chrono::{DateTime, Utc};

use super::{
    super::{
        store::{Additions, History, Vastlegging},
        types::HerbevestigingInvoer,
    },
    Herkomst, Standing,
    check::{LONGEST_KEY, check_evidence, check_giver, check_longest},
    give::bewijs,
    manages, of_one_bundle, standing,
};
use crate::{
    domain::Inrichting,
    publication::Faults,
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::common::ClientError,
};

/// The events by which a resident confirms again what still holds, with a new end.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault; `ONBEKEND` when nothing of what is named is known to this caller;
/// `TOESTEMMING_GEEINDIGD` when none of it holds (what has ended is granted anew: nothing revives);
/// `VIER_OGEN_NODIG` for what takes two consent managers (it is granted anew, in place of the old).
pub fn events_of_reaffirmation(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: &HerbevestigingInvoer,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let all = standing(&history.events);
    let named: Vec<&Standing> = all
        .iter()
        .filter(|grant| is_named(grant, invoer) && may_reaffirm(caller, inrichting, grant, &all))
        .collect();
    check(inrichting, invoer, &named, now)?;
    if named.is_empty() {
        return Err(ClientError::Unknown("deze toestemming"));
    }
    let holding: Vec<&Standing> = named.into_iter().filter(|grant| grant.holds(now)).collect();
    if holding.is_empty() {
        return Err(ClientError::ToestemmingGeeindigd);
    }
    if holding
        .iter()
        .any(|grant| inrichting.vraagt_vier_ogen(&grant.groepen))
    {
        return Err(ClientError::VierOgenNodig);
    }
    let reaffirmed = holding.into_iter().map(|grant| {
        let mut stored = grant.event(GebeurtenisSoort::Herbevestigd, grant.groepen.clone(), caller, now);
        stored.event.geldig_tot = Some(invoer.geldig_tot);
        stored.vastlegging = Vastlegging {
            gegeven_door: Some((
                invoer.gegeven_door.word().to_owned(),
                invoer.gegeven_door_kenmerk.clone(),
            )),
            bewijs: Some(bewijs(&invoer.bewijs)),
            ..stored.vastlegging
        };
        stored
    });
    Ok(Additions::from(reaffirmed.collect::<Vec<_>>()))
}

fn check(
    inrichting: &Inrichting,
    invoer: &HerbevestigingInvoer,
    named: &[&Standing],
    now: DateTime<Utc>,
) -> Result<(), ClientError> {
    let mut faults = Faults::default();
    let one = invoer.toestemming.is_some() != invoer.gesprek.is_some();
    faults.require(
        one,
        "toestemming",
        "noem precies één van `toestemming` en `gesprek`",
    );
    faults.require(now < invoer.geldig_tot, "geldigTot", "ligt niet in de toekomst");
    for grant in named.iter().filter(|grant| grant.holds(now)) {
        let begin = grant.van.max(now);
        faults.require(begin < invoer.geldig_tot, "geldigTot", "ligt niet na het begin");
        check_longest(
            inrichting,
            Some(grant.doel),
            begin,
            invoer.geldig_tot,
            &mut faults,
        );
    }
    check_giver(
        invoer.gegeven_door,
        invoer.gegeven_door_kenmerk.as_deref(),
        &mut faults,
    );
    check_evidence(&invoer.bewijs, Herkomst::Nieuw, &mut faults);
    faults.check_optional_key("aanvraagId", invoer.aanvraag_id.as_deref(), LONGEST_KEY);
    faults.into_result().map_err(ClientError::Input)
}

fn is_named(grant: &Standing, invoer: &HerbevestigingInvoer) -> bool {
    match (invoer.toestemming, invoer.gesprek) {
        (Some(id), None) => grant.toestemming == id,
        (None, Some(id)) => grant.vastlegging.gesprek == id,
        _ => false,
    }
}

/// Who may record a bundle may record that it is confirmed again.
fn may_reaffirm(caller: &Caller, inrichting: &Inrichting, grant: &Standing, all: &[Standing]) -> bool {
    of_one_bundle(grant, all, |one| {
        manages(caller, inrichting, [&one.bronhouder, &one.ontvanger])
    })
}
