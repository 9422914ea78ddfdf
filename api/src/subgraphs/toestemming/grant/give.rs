use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::{
    super::{
        store::{Bewijs, NewEvent},
        types::{BewijsSoort, GegevenDoor, ToestemmingInvoer},
    },
    manages,
};
use crate::{
    domain::{Doel, Inrichting, InwonerId, PakketDeel, PartijId},
    publication::Faults,
    request::{
        authenticate::Caller,
        decide::{Gebeurtenis, GebeurtenisSoort},
    },
    subgraphs::common::ClientError,
};

/// A grant that passed every check.
pub struct CheckedGrant {
    invoer: ToestemmingInvoer,
    delen: Vec<PakketDeel>,
    doel: Doel,
    van: DateTime<Utc>,
}

/// A clock of a caller may run ahead or behind by so much; more is back-dating.
const CLOCK_SKEW: TimeDelta = TimeDelta::minutes(5);

/// Checks a grant on all rules at once.
///
/// # Errors
/// `INVOER_ONGELDIG` with every fault; `PARTIJ_NIET_BEVOEGD` when the caller manages none of it.
pub fn checked_grant(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: ToestemmingInvoer,
    now: DateTime<Utc>,
) -> Result<CheckedGrant, ClientError> {
    let mut faults = Faults::default();
    let (doel, delen) = parts(caller, inrichting, &invoer, &mut faults);
    check_parts(inrichting, doel, &delen, &mut faults);
    let van = invoer.geldig_van.unwrap_or(now).max(now);
    if let Some(asked) = invoer.geldig_van {
        faults.require(asked >= now - CLOCK_SKEW, "geldigVan", "ligt in het verleden");
    }
    check_period(inrichting, doel, van, invoer.geldig_tot, &mut faults);
    check_evidence(&invoer, &mut faults);
    faults.into_result().map_err(ClientError::Input)?;
    let bundled = invoer.pakket.is_some();
    let mut managed = delen
        .iter()
        .map(|deel| manages(caller, inrichting, [&deel.bronhouder, &deel.ontvanger]));
    // A bundle is one conversation: who takes part in it may record the whole.
    let may = if bundled {
        managed.any(|part| part)
    } else {
        managed.all(|part| part)
    };
    let Some(doel) = doel.filter(|_| may) else {
        return Err(ClientError::PartijNietBevoegd);
    };
    Ok(CheckedGrant {
        invoer,
        delen,
        doel,
        van,
    })
}

fn parts(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: &ToestemmingInvoer,
    faults: &mut Faults,
) -> (Option<Doel>, Vec<PakketDeel>) {
    if let Some(id) = &invoer.pakket {
        faults.require(invoer.delen.is_empty(), "delen", "gaat niet samen met een pakket");
        let samenwerking = inrichting
            .samenwerking_of(caller.partij())
            .map(|samenwerking| samenwerking.id.as_str());
        let pakket = samenwerking.and_then(|samenwerking| inrichting.find_pakket(samenwerking, id.as_str()));
        faults.require(pakket.is_some(), "pakket", "is niet bekend");
        return pakket.map_or((None, Vec::new()), |pakket| {
            (Some(pakket.doel), pakket.delen.clone())
        });
    }
    faults.require(
        !invoer.delen.is_empty(),
        "delen",
        "noem een pakket of minstens één deel",
    );
    faults.require(invoer.doel.is_some(), "doel", "is verplicht zonder pakket");
    faults.check_count("delen", invoer.delen.len(), 50);
    let mut delen = Vec::new();
    for (index, deel) in invoer.delen.iter().enumerate() {
        let mut read = |field: &str, id: &str| {
            let partij = PartijId::new(id)
                .ok()
                .filter(|partij| inrichting.find_partij(partij).is_some());
            faults.require(
                partij.is_some(),
                format!("delen.{index}.{field}"),
                "is geen bekende partij",
            );
            partij
        };
        let (bronhouder, ontvanger) = (
            read("bronhouder", &deel.bronhouder),
            read("ontvanger", &deel.ontvanger),
        );
        if let (Some(bronhouder), Some(ontvanger)) = (bronhouder, ontvanger) {
            delen.push(PakketDeel {
                bronhouder,
                ontvanger,
                groepen: deel.groepen.iter().copied().collect(),
            });
        }
    }
    (invoer.doel, delen)
}

fn check_parts(inrichting: &Inrichting, doel: Option<Doel>, delen: &[PakketDeel], faults: &mut Faults) {
    for (index, deel) in delen.iter().enumerate() {
        let field = format!("delen.{index}.groepen");
        faults.require(
            !deel.groepen.is_empty(),
            field.clone(),
            "noemt geen gegevensgroep",
        );
        let shares = deel.bronhouder != deel.ontvanger;
        faults.require(
            shares,
            format!("delen.{index}.ontvanger"),
            "is dezelfde partij als de bronhouder",
        );
        let Some(bron) = inrichting.find_partij(&deel.bronhouder) else {
            continue;
        };
        for groep in &deel.groepen {
            if !bron.houdt(groep.record_soort()) {
                faults.add(
                    field.clone(),
                    format!("noemt {groep}, waarvan `{}` niets bijhoudt", bron.id),
                );
            }
            if doel.is_some_and(|doel| !inrichting.doel_draagt(doel, *groep)) {
                faults.add(
                    field.clone(),
                    format!("noemt {groep}, die dit doel niet kan dragen"),
                );
            }
        }
    }
}

fn check_period(
    inrichting: &Inrichting,
    doel: Option<Doel>,
    van: DateTime<Utc>,
    tot: DateTime<Utc>,
    faults: &mut Faults,
) {
    faults.require(van < tot, "geldigTot", "ligt niet na het begin");
    // Without a configured maximum nothing may be granted for the purpose.
    let longest = doel.map(|doel| {
        inrichting
            .langste_toestemming_dagen
            .get(&doel)
            .copied()
            .unwrap_or(0)
    });
    let is_longer = |days: &u32| {
        let last = van.checked_add_signed(TimeDelta::days(i64::from(*days)));
        last.is_some_and(|last| tot > last)
    };
    if let Some(days) = longest.filter(is_longer) {
        faults.add("geldigTot", format!("ligt meer dan {days} dagen na het begin"));
    }
}

fn check_evidence(invoer: &ToestemmingInvoer, faults: &mut Faults) {
    let represented = invoer.gegeven_door != GegevenDoor::Inwoner;
    let named = invoer
        .gegeven_door_kenmerk
        .as_deref()
        .is_some_and(|kenmerk| !kenmerk.trim().is_empty());
    faults.require(
        !represented || named,
        "gegevenDoorKenmerk",
        "is verplicht bij een vertegenwoordiger of ouder",
    );
    faults.check_optional("gegevenDoorKenmerk", invoer.gegeven_door_kenmerk.as_deref(), 200);
    faults.check_text("bewijs.tekstversie", &invoer.bewijs.tekstversie, 100);
    faults.check_text("bewijs.taal", &invoer.bewijs.taal, 35);
    faults.check_optional("bewijs.plaats", invoer.bewijs.plaats.as_deref(), 500);
    let migrated = invoer.bewijs.soort == BewijsSoort::Gemigreerd;
    faults.require(!migrated, "bewijs.soort", "GEMIGREERD kan alleen bij een import");
    let is_sha256 = |hash: &str| hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let hash_fits = invoer.bewijs.hash.as_deref().is_none_or(is_sha256);
    faults.require(
        hash_fits,
        "bewijs.hash",
        "is geen SHA-256 in 64 hexadecimale cijfers",
    );
}

/// The events of a grant: one per owner and receiver, in one conversation.
pub fn events_of_grant(
    caller: &Caller,
    grant: CheckedGrant,
    inwoner: &InwonerId,
    now: DateTime<Utc>,
) -> Vec<NewEvent> {
    let CheckedGrant {
        invoer,
        delen,
        doel,
        van,
    } = grant;
    let gesprek = Uuid::now_v7();
    let bewijs = Bewijs {
        soort: invoer.bewijs.soort.word().to_owned(),
        tekstversie: Some(invoer.bewijs.tekstversie),
        taal: Some(invoer.bewijs.taal),
        hash: invoer.bewijs.hash,
        plaats: invoer.bewijs.plaats,
    };
    let event = |deel: PakketDeel| NewEvent {
        inwoner: inwoner.clone(),
        event: Gebeurtenis {
            versie: 0,
            soort: GebeurtenisSoort::Verleend,
            toestemming: Uuid::now_v7(),
            bronhouder: deel.bronhouder,
            ontvanger: deel.ontvanger,
            groepen: deel.groepen,
            doel,
            geldig_van: Some(van),
            geldig_tot: Some(invoer.geldig_tot),
            grond: None,
        },
        pakket: invoer.pakket.as_ref().map(|id| id.to_string()),
        gesprek,
        gegeven_door: Some((
            invoer.gegeven_door.word().to_owned(),
            invoer.gegeven_door_kenmerk.clone(),
        )),
        bewijs: Some(bewijs.clone()),
        door: (caller.partij().clone(), caller.gebruiker().to_owned()),
        op: now,
    };
    let unique: Vec<PakketDeel> = merge(delen);
    unique.into_iter().map(event).collect()
}

/// The same owner and receiver twice is one grant.
fn merge(delen: Vec<PakketDeel>) -> Vec<PakketDeel> {
    let mut merged: Vec<PakketDeel> = Vec::new();
    for deel in delen {
        let same = |other: &&mut PakketDeel| {
            other.bronhouder == deel.bronhouder && other.ontvanger == deel.ontvanger
        };
        match merged.iter_mut().find(same) {
            Some(other) => other.groepen.extend::<BTreeSet<_>>(deel.groepen),
            None => merged.push(deel),
        }
    }
    merged
}
