use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::store::{Additions, Bewijs, History, StoredEvent, Vastlegging, VerzoekEvent, VerzoekSoort},
    CheckedGrant, Herkomst, Standing,
    bound::require_lamp,
    door,
    last_word::require_last_word,
    manages,
    request::{answer, find_open},
    standing,
};
use crate::{
    domain::{Inrichting, InwonerId, PakketDeel},
    publication::Faults,
    request::{
        authenticate::Caller,
        decide::{Gebeurtenis, GebeurtenisSoort},
    },
    subgraphs::{common::ClientError, toestemming::types::BewijsInvoer},
};

/// The events of a grant: one per owner and receiver, in one conversation. What it replaces ends with it; what takes
/// two consent managers is only proposed.
///
/// # Errors
/// `INVOER_ONGELDIG` when it replaces what doesn't stand, was given before the resident said otherwise, or binds to a traject of which a party may not see whether it runs; `ONBEKEND` and `VERZOEK_BEANTWOORD` for the request that it
/// answers.
pub fn events_of_grant(
    caller: &Caller,
    inrichting: &Inrichting,
    grant: &CheckedGrant,
    inwoner: &InwonerId,
    gesprek: Uuid,
    history: &History,
    now: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let delen = merge(&grant.delen);
    if let Herkomst::Gemigreerd(given) = grant.herkomst {
        require_last_word(&delen, grant.doel, given, history)?;
    }
    let mut replaced = replaced(caller, inrichting, grant, &delen, history, now)?;
    let verzoek = asked(inrichting, caller, grant, &delen, history)?;
    let mut events = Vec::new();
    let mut holds_now = false;
    for deel in delen {
        let waits = inrichting.vraagt_vier_ogen(&deel.groepen);
        let old = replaced.remove(&(deel.bronhouder.clone(), deel.ontvanger.clone()));
        let vervangt = old.as_ref().map(|old| old.toestemming);
        // What waits replaces nothing yet.
        if let Some(old) = old.filter(|_| !waits) {
            events.push(old.event(GebeurtenisSoort::Vervangen, old.groepen.clone(), caller, now));
        }
        let soort = if waits {
            GebeurtenisSoort::Voorgesteld
        } else {
            GebeurtenisSoort::Verleend
        };
        holds_now |= !waits;
        let vastlegging = Vastlegging {
            vervangt,
            ..vastlegging(caller, grant, gesprek, now)
        };
        events.push(event(grant, inwoner, soort, deel, vastlegging));
    }
    require_lamp(inrichting, history, &events, now)?;
    let granted = verzoek.filter(|_| holds_now);
    Ok(Additions {
        events,
        verzoeken: granted
            .map(|verzoek| answer(caller, verzoek, VerzoekSoort::Toegekend, now))
            .into_iter()
            .collect(),
        ..Additions::default()
    })
}

type Pair = (crate::domain::PartijId, crate::domain::PartijId);

/// The grants that are replaced, each by the part with the same owner and receiver.
fn replaced(
    caller: &Caller,
    inrichting: &Inrichting,
    grant: &CheckedGrant,
    delen: &[PakketDeel],
    history: &History,
    now: DateTime<Utc>,
) -> Result<BTreeMap<Pair, Standing>, ClientError> {
    let mut faults = Faults::default();
    let mut replaced = BTreeMap::new();
    let standing = standing(&history.events);
    for (index, id) in grant.invoer.vervangt.iter().enumerate() {
        let field = format!("vervangt.{index}");
        let is_it = |old: &&Standing| {
            let here = manages(caller, inrichting, [&old.bronhouder, &old.ontvanger]);
            old.toestemming == *id && old.holds(now) && here
        };
        let Some(old) = standing.iter().find(is_it) else {
            faults.add(field, "is geen geldende toestemming van deze inwoner");
            continue;
        };
        let pair = (old.bronhouder.clone(), old.ontvanger.clone());
        let has_successor = delen
            .iter()
            .any(|deel| (&deel.bronhouder, &deel.ontvanger) == (&pair.0, &pair.1));
        faults.require(
            has_successor,
            field.clone(),
            "heeft geen deel met dezelfde bronhouder en ontvanger",
        );
        let is_first = replaced.insert(pair, old.clone()).is_none();
        faults.require(
            is_first,
            field,
            "is de tweede die door hetzelfde deel wordt vervangen",
        );
    }
    faults.into_result().map_err(ClientError::Input)?;
    Ok(replaced)
}

/// The request that a grant answers, still open.
fn asked<'a>(
    inrichting: &Inrichting,
    caller: &Caller,
    grant: &CheckedGrant,
    delen: &[PakketDeel],
    history: &'a History,
) -> Result<Option<&'a VerzoekEvent>, ClientError> {
    let Some(id) = grant.invoer.verzoek else {
        return Ok(None);
    };
    let verzoek = find_open(caller, inrichting, history, id)?;
    let is_asked = |deel: &PakketDeel| {
        let of_same = verzoek
            .delen
            .iter()
            .filter(|asked| asked.bronhouder == deel.bronhouder);
        let mut asked = of_same.flat_map(|asked| &asked.groepen);
        deel.ontvanger == verzoek.ontvanger && asked.any(|groep| deel.groepen.contains(groep))
    };
    if grant.doel == verzoek.doel && delen.iter().any(is_asked) {
        Ok(Some(verzoek))
    } else {
        let reason = "vraagt iets anders dan hier wordt toegestaan";
        Err(ClientError::input("verzoek", reason))
    }
}

fn vastlegging(caller: &Caller, grant: &CheckedGrant, gesprek: Uuid, now: DateTime<Utc>) -> Vastlegging {
    let invoer = &grant.invoer;
    Vastlegging {
        pakket: invoer.pakket.as_ref().map(|id| id.to_string()),
        gegeven_door: Some((
            invoer.gegeven_door.word().to_owned(),
            invoer.gegeven_door_kenmerk.clone(),
        )),
        bewijs: Some(bewijs(&invoer.bewijs)),
        verzoek: invoer.verzoek,
        oorspronkelijk_op: match grant.herkomst {
            Herkomst::Nieuw => None,
            Herkomst::Gemigreerd(given) => Some(given),
        },
        ..Vastlegging::by(door(caller), gesprek, now)
    }
}

/// The evidence as it is kept.
pub(super) fn bewijs(invoer: &BewijsInvoer) -> Bewijs {
    Bewijs {
        soort: invoer.soort.word().to_owned(),
        tekstversie: Some(invoer.tekstversie.clone()),
        taal: Some(invoer.taal.clone()),
        hash: invoer.hash.clone(),
        plaats: invoer.plaats.clone(),
    }
}

fn event(
    grant: &CheckedGrant,
    inwoner: &InwonerId,
    soort: GebeurtenisSoort,
    deel: PakketDeel,
    vastlegging: Vastlegging,
) -> StoredEvent {
    StoredEvent {
        inwoner: inwoner.clone(),
        event: Gebeurtenis {
            versie: 0,
            soort,
            toestemming: Uuid::now_v7(),
            bronhouder: deel.bronhouder,
            ontvanger: deel.ontvanger,
            groepen: deel.groepen,
            doel: grant.doel,
            geldig_van: Some(grant.van),
            geldig_tot: Some(grant.invoer.geldig_tot),
            grond: None,
            binding: grant.binding.clone(),
        },
        vastlegging,
    }
}

/// The same owner and receiver twice is one grant.
pub(super) fn merge(delen: &[PakketDeel]) -> Vec<PakketDeel> {
    let mut merged: Vec<PakketDeel> = Vec::new();
    for deel in delen {
        let same = |other: &&mut PakketDeel| {
            other.bronhouder == deel.bronhouder && other.ontvanger == deel.ontvanger
        };
        match merged.iter_mut().find(same) {
            Some(other) => other.groepen.extend::<BTreeSet<_>>(deel.groepen.clone()),
            None => merged.push(deel.clone()),
        }
    }
    merged
}
