//! What the rules of granting are tried on: Utrecht, a consent manager, a grant in order.

use async_graphql::ID;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::super::{
    super::{
        store::{Additions, History, StoredEvent},
        types::{BewijsInvoer, BewijsSoort, GegevenDoor, ToestemmingDeelInvoer, ToestemmingInvoer},
    },
    Herkomst, checked_grant, events_of_grant,
};
use crate::{
    config::{UTRECHT, read_inrichting},
    domain::{Doel, Gegevensgroep, Inrichting, InwonerId, PartijId, Rol},
    request::{
        authenticate::Caller,
        decide::{Gebeurtenis, GebeurtenisSoort},
    },
    subgraphs::common::ClientError,
};

pub(super) fn now() -> DateTime<Utc> {
    "2026-06-15T10:00:00Z".parse().expect("a time")
}

pub(super) fn days(count: i64) -> TimeDelta {
    TimeDelta::days(count)
}

pub(super) fn utrecht() -> Inrichting {
    read_inrichting(UTRECHT).expect("Utrecht fits")
}

pub(super) fn inwoner() -> InwonerId {
    InwonerId::from_hash(&[7; 32])
}

pub(super) fn partij(id: &str) -> PartijId {
    PartijId::new(id).expect("a party")
}

/// The hub's own consent manager.
pub(super) fn central() -> Caller {
    manager_at("toestemmingsbeheer")
}

/// A consent manager at a party.
pub(super) fn manager_at(partij: &str) -> Caller {
    Caller::for_test(partij, [Rol::Toestemmingsbeheerder], Doel::InzageInwoner)
}

pub(super) fn deel(bronhouder: &str, ontvanger: &str, groepen: &[Gegevensgroep]) -> ToestemmingDeelInvoer {
    ToestemmingDeelInvoer {
        bronhouder: ID::from(bronhouder),
        ontvanger: ID::from(ontvanger),
        groepen: groepen.to_vec(),
    }
}

/// A grant that breaks no rule: Incluzio may see whether a traject runs, for a year.
pub(super) fn invoer() -> ToestemmingInvoer {
    ToestemmingInvoer {
        inwoner: inwoner(),
        pakket: None,
        delen: vec![deel(
            "gemeente-utrecht",
            "incluzio",
            &[Gegevensgroep::TrajectLoopt],
        )],
        doel: Some(Doel::AfstemmingTraject),
        geldig_van: None,
        geldig_tot: now() + days(365),
        gegeven_door: GegevenDoor::Inwoner,
        gegeven_door_kenmerk: None,
        bewijs: BewijsInvoer {
            soort: BewijsSoort::Gesprek,
            tekstversie: "1".to_owned(),
            taal: "nl".to_owned(),
            hash: None,
            plaats: None,
        },
        vervangt: Vec::new(),
        verzoek: None,
        traject: None,
        aanvraag_id: None,
    }
}

/// A bundle in order.
pub(super) fn pakket(id: &str) -> ToestemmingInvoer {
    ToestemmingInvoer {
        pakket: Some(ID::from(id)),
        delen: Vec::new(),
        doel: None,
        ..invoer()
    }
}

pub(super) fn give(caller: &Caller, invoer: ToestemmingInvoer) -> Result<Vec<StoredEvent>, ClientError> {
    let added = give_after(caller, &utrecht(), invoer, &History::default())?;
    Ok(added.events)
}

/// A grant after what stands there already.
pub(super) fn give_after(
    caller: &Caller,
    inrichting: &Inrichting,
    invoer: ToestemmingInvoer,
    history: &History,
) -> Result<Additions, ClientError> {
    let grant = checked_grant(caller, inrichting, invoer, Herkomst::Nieuw, now())?;
    let gesprek = Uuid::now_v7();
    events_of_grant(caller, inrichting, &grant, &inwoner(), gesprek, history, now())
}

/// What stands there after these events.
pub(super) fn history(events: &[StoredEvent]) -> History {
    History {
        events: events.to_vec(),
        ..History::default()
    }
}

/// The fields with faults, in their order.
pub(super) fn faulty_fields(invoer: ToestemmingInvoer) -> Vec<String> {
    match give(&central(), invoer) {
        Err(ClientError::Input(faults)) => faults.into_iter().map(|fault| fault.field).collect(),
        Err(other) => panic!("{other}"),
        Ok(_) => Vec::new(),
    }
}

/// Events as they stand in the register, in the order in which they were added.
pub(super) fn stored(events: impl IntoIterator<Item = StoredEvent>) -> Vec<StoredEvent> {
    let stored = events.into_iter().zip(1..).map(|(new, versie)| StoredEvent {
        event: Gebeurtenis { versie, ..new.event },
        ..new
    });
    stored.collect()
}

/// Something that happened to a stored grant.
pub(super) fn after(
    grant: &StoredEvent,
    soort: GebeurtenisSoort,
    groepen: &[Gegevensgroep],
    geldig_tot: Option<DateTime<Utc>>,
) -> StoredEvent {
    let event = Gebeurtenis {
        versie: grant.event.versie + 100,
        soort,
        groepen: groepen.iter().copied().collect(),
        geldig_van: None,
        geldig_tot,
        ..grant.event.clone()
    };
    StoredEvent {
        event,
        ..grant.clone()
    }
}

/// The grant that an event is about.
pub(super) fn id_of(stored: &StoredEvent) -> Uuid {
    stored.event.toestemming
}
