use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        store::{Additions, History, StoredEvent, Vastlegging, VerzoekEvent, VerzoekSoort},
        types::WeigeringInvoer,
    },
    check::{LONGEST_KEY, check_giver, check_parts, read_parts},
    door,
    give::merge,
    manages,
    request::{answer, find_open},
    standing,
};
use crate::{
    domain::{Doel, Inrichting, InwonerId, PakketDeel},
    publication::Faults,
    request::{
        authenticate::Caller,
        decide::{Gebeurtenis, GebeurtenisSoort},
    },
    subgraphs::common::ClientError,
};

/// The events of a refusal, one per owner and receiver; a request that is named is answered by it.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault; `TOESTEMMING_GELDT` when a grant holds for some of it (that is withdrawn instead);
/// `PARTIJ_NIET_BEVOEGD`; `ONBEKEND` and `VERZOEK_BEANTWOORD` for the request.
pub fn events_of_refusal(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: &WeigeringInvoer,
    inwoner: &InwonerId,
    gesprek: Uuid,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let verzoek = invoer
        .verzoek
        .map(|id| find_open(caller, inrichting, history, id))
        .transpose()?;
    let (doel, delen) = checked(inrichting, invoer, verzoek)?;
    let is_managed = |deel: &PakketDeel| manages(caller, inrichting, [&deel.bronhouder, &deel.ontvanger]);
    if !delen.iter().all(is_managed) {
        return Err(ClientError::PartijNietBevoegd);
    }
    if is_granted(doel, &delen, history, now) {
        return Err(ClientError::ToestemmingGeldt);
    }
    let event = |deel: PakketDeel| StoredEvent {
        inwoner: inwoner.clone(),
        event: Gebeurtenis {
            versie: 0,
            soort: GebeurtenisSoort::Weigering,
            toestemming: Uuid::now_v7(),
            bronhouder: deel.bronhouder,
            ontvanger: deel.ontvanger,
            groepen: deel.groepen,
            doel,
            geldig_van: None,
            geldig_tot: None,
            grond: None,
            binding: None,
        },
        vastlegging: Vastlegging {
            gegeven_door: Some((
                invoer.gegeven_door.word().to_owned(),
                invoer.gegeven_door_kenmerk.clone(),
            )),
            verzoek: invoer.verzoek,
            ..Vastlegging::by(door(caller), gesprek, now)
        },
    };
    Ok(Additions {
        events: delen.into_iter().map(event).collect(),
        verzoeken: verzoek
            .map(|verzoek| answer(caller, verzoek, VerzoekSoort::Geweigerd, now))
            .into_iter()
            .collect(),
        ..Additions::default()
    })
}

fn checked(
    inrichting: &Inrichting,
    invoer: &WeigeringInvoer,
    verzoek: Option<&VerzoekEvent>,
) -> Result<(Doel, Vec<PakketDeel>), ClientError> {
    let mut faults = Faults::default();
    let doel = invoer.doel.or(verzoek.map(|verzoek| verzoek.doel));
    let named = merge(&read_parts(inrichting, &invoer.delen, &mut faults));
    let delen = match verzoek {
        // A request ends by an answer to all of it: else nobody would ask for the rest any more, and the asker again for this.
        Some(verzoek) => {
            let asked = merge(&asked_parts(verzoek));
            let is_same = invoer.delen.is_empty() || named == asked;
            let reason = "is iets anders dan het verzoek vraagt; laat dit weg";
            faults.require(is_same, "delen", reason);
            faults.require(doel == Some(verzoek.doel), "doel", reason);
            asked
        }
        None => named,
    };
    let is_named = !delen.is_empty() || !invoer.delen.is_empty();
    faults.require(is_named, "delen", "noem een verzoek of minstens één deel");
    faults.require(doel.is_some(), "doel", "is verplicht zonder verzoek");
    check_parts(inrichting, doel, &delen, &mut faults);
    check_giver(
        invoer.gegeven_door,
        invoer.gegeven_door_kenmerk.as_deref(),
        &mut faults,
    );
    faults.check_optional_key("aanvraagId", invoer.aanvraag_id.as_deref(), LONGEST_KEY);
    faults.into_result().map_err(ClientError::Input)?;
    let doel = doel.ok_or_else(|| ClientError::input("doel", "is verplicht zonder verzoek"))?;
    Ok((doel, delen))
}

/// Whether a grant holds for some of it.
fn is_granted(doel: Doel, delen: &[PakketDeel], history: &History, now: DateTime<Utc>) -> bool {
    let all = standing(&history.events);
    delen.iter().any(|deel| {
        all.iter().any(|grant| {
            grant.holds(now)
                && grant.doel == doel
                && (&grant.bronhouder, &grant.ontvanger) == (&deel.bronhouder, &deel.ontvanger)
                && !grant.groepen.is_disjoint(&deel.groepen)
        })
    })
}

fn asked_parts(verzoek: &VerzoekEvent) -> Vec<PakketDeel> {
    let part = |deel: &super::super::store::VerzoekDeel| PakketDeel {
        bronhouder: deel.bronhouder.clone(),
        ontvanger: verzoek.ontvanger.clone(),
        groepen: deel.groepen.clone(),
    };
    verzoek.delen.iter().map(part).collect()
}
