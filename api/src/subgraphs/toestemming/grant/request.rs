use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    super::{
        store::{Additions, History, VerzoekDeel, VerzoekEvent, VerzoekSoort},
        types::VerzoekInvoer,
    },
    check::{LONGEST_KEY, check_parts, read_partij},
    door,
    give::merge,
    manages, statements,
};
use crate::{
    domain::{Doel, Gegevensgroep, Inrichting, InwonerId, PakketDeel, PartijId, Rol},
    publication::Faults,
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::common::ClientError,
};

/// The longest reason that an asker can give.
const LONGEST_REASON: usize = 500;

/// A request that passed every check that needs no history.
#[derive(Clone, Debug)]
pub struct CheckedRequest {
    delen: Vec<VerzoekDeel>,
    doel: Doel,
    waarom: String,
}

/// Checks a request on all rules at once.
///
/// # Errors
/// `ROL_NIET_BEVOEGD` for who couldn't use what is asked; `INVOER_ONGELDIG` with every fault.
pub fn checked_request(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: &VerzoekInvoer,
) -> Result<CheckedRequest, ClientError> {
    let people: BTreeSet<Rol> = caller
        .rollen()
        .iter()
        .copied()
        .filter(|rol| *rol != Rol::Bronsysteem)
        .collect();
    if !inrichting.rol_mag(&people, invoer.doel) {
        return Err(ClientError::RolNietBevoegd);
    }
    let mut faults = Faults::default();
    let samenwerking = inrichting.samenwerking_of(caller.partij());
    faults.require(!invoer.delen.is_empty(), "delen", "noem minstens één deel");
    faults.check_count("delen", invoer.delen.len(), 20);
    let mut delen = Vec::new();
    for (index, deel) in invoer.delen.iter().enumerate() {
        let here = |partij: &PartijId| samenwerking.is_some_and(|here| here.find_partij(partij).is_some());
        match read_partij(inrichting, &deel.bronhouder).filter(here) {
            Some(bronhouder) => delen.push(PakketDeel {
                bronhouder,
                ontvanger: caller.partij().clone(),
                groepen: deel.groepen.iter().copied().collect(),
            }),
            None => faults.add(format!("delen.{index}.bronhouder"), "is geen bekende partij"),
        }
    }
    check_parts(inrichting, Some(invoer.doel), &delen, &mut faults);
    faults.check_text("waarom", &invoer.waarom, LONGEST_REASON);
    faults.check_optional_key("aanvraagId", invoer.aanvraag_id.as_deref(), LONGEST_KEY);
    faults.into_result().map_err(ClientError::Input)?;
    let merged = merge(&delen).into_iter().map(|deel| VerzoekDeel {
        bronhouder: deel.bronhouder,
        groepen: deel.groepen,
    });
    Ok(CheckedRequest {
        delen: merged.collect(),
        doel: invoer.doel,
        waarom: invoer.waarom.clone(),
    })
}

/// The event of a request.
///
/// # Errors
/// `VERZOEK_LOOPT` when the party already asks something of it; `VERZOEK_TE_VROEG` when the resident refused it
/// something of it not long ago.
pub fn events_of_request(
    caller: &Caller,
    inrichting: &Inrichting,
    request: &CheckedRequest,
    inwoner: &InwonerId,
    verzoek: Uuid,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let overlaps = |bronhouder: &PartijId, groepen: &BTreeSet<Gegevensgroep>| {
        let meets = |deel: &VerzoekDeel| &deel.bronhouder == bronhouder && !deel.groepen.is_disjoint(groepen);
        request.delen.iter().any(meets)
    };
    let mine = |event: &&VerzoekEvent| &event.ontvanger == caller.partij() && event.doel == request.doel;
    let asked_before = open(history).filter(mine).any(|event| {
        event
            .delen
            .iter()
            .any(|deel| overlaps(&deel.bronhouder, &deel.groepen))
    });
    if asked_before {
        return Err(ClientError::VerzoekLoopt);
    }
    let rest = TimeDelta::days(i64::from(inrichting.rust_na_weigering_dagen));
    let refused = statements(&history.events)
        .into_iter()
        .filter(|one| one.soort == GebeurtenisSoort::Weigering && &one.ontvanger == caller.partij())
        // For another purpose it is the same question to the resident.
        .filter(|one| overlaps(&one.bronhouder, &one.groepen))
        .filter_map(|one| one.vastlegging.op.checked_add_signed(rest))
        .max();
    if let Some(until) = refused.filter(|until| now < *until) {
        return Err(ClientError::VerzoekTeVroeg(until));
    }
    Ok(Additions {
        verzoeken: vec![VerzoekEvent {
            versie: 0,
            soort: VerzoekSoort::Gevraagd,
            verzoek,
            inwoner: inwoner.clone(),
            ontvanger: caller.partij().clone(),
            delen: request.delen.clone(),
            doel: request.doel,
            waarom: Some(request.waarom.clone()),
            door: door(caller),
            op: now,
        }],
        ..Additions::default()
    })
}

/// The event by which the asker takes a request back.
///
/// # Errors
/// `ONBEKEND` when the caller's party has no such request; `VERZOEK_BEANTWOORD` when it was answered.
pub fn events_of_request_end(
    caller: &Caller,
    verzoek: Uuid,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let mine = |event: &&VerzoekEvent| event.verzoek == verzoek && &event.ontvanger == caller.partij();
    let asked = history
        .verzoeken
        .iter()
        .find(mine)
        .ok_or(ClientError::Unknown("dit verzoek"))?;
    let end = history
        .verzoeken
        .iter()
        .find(|event| event.verzoek == verzoek && event.soort != VerzoekSoort::Gevraagd);
    match end.map(|end| end.soort) {
        None => Ok(Additions {
            verzoeken: vec![answer(caller, asked, VerzoekSoort::Ingetrokken, now)],
            ..Additions::default()
        }),
        // A double submit is harmless.
        Some(VerzoekSoort::Ingetrokken) => Ok(Additions::default()),
        Some(_) => Err(ClientError::VerzoekBeantwoord),
    }
}

/// Whether a consent manager has this request in the queue: what includes the manager's party, or all.
pub fn may_answer(caller: &Caller, inrichting: &Inrichting, verzoek: &VerzoekEvent) -> bool {
    verzoek
        .delen
        .iter()
        .all(|deel| manages(caller, inrichting, [&deel.bronhouder, &verzoek.ontvanger]))
}

/// A request that nobody answered yet. Of two consent managers who answer at once, the second is told.
pub(super) fn find_open<'a>(
    caller: &Caller,
    inrichting: &Inrichting,
    history: &'a History,
    verzoek: Uuid,
) -> Result<&'a VerzoekEvent, ClientError> {
    let asked = history
        .verzoeken
        .iter()
        .find(|event| event.verzoek == verzoek && may_answer(caller, inrichting, event))
        .ok_or(ClientError::Unknown("dit verzoek"))?;
    open(history)
        .find(|event| event.verzoek == asked.verzoek)
        .ok_or(ClientError::VerzoekBeantwoord)
}

/// What became of a request.
pub(super) fn answer(
    caller: &Caller,
    asked: &VerzoekEvent,
    soort: VerzoekSoort,
    now: DateTime<Utc>,
) -> VerzoekEvent {
    VerzoekEvent {
        versie: 0,
        soort,
        waarom: None,
        door: door(caller),
        op: now,
        ..asked.clone()
    }
}

fn open(history: &History) -> impl Iterator<Item = &VerzoekEvent> {
    let events = &history.verzoeken;
    let has_end = |verzoek: Uuid| {
        let ends = |event: &VerzoekEvent| event.verzoek == verzoek && event.soort != VerzoekSoort::Gevraagd;
        events.iter().any(ends)
    };
    events
        .iter()
        .filter(|event| event.soort == VerzoekSoort::Gevraagd)
        .filter(move |event| !has_end(event.verzoek))
}
