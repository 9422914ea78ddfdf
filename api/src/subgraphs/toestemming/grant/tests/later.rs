//! What happens to a grant after it was given: replaced, confirmed by a second person, confirmed again, declared void.

use chrono::TimeDelta;
use uuid::Uuid;

use super::{
    super::{events_of_confirmation, events_of_reaffirmation, events_of_voiding, standing},
    kit::*,
};
use crate::{
    domain::{Doel, Gegevensgroep::*, Inrichting, Rol},
    request::{
        authenticate::Caller,
        decide::GebeurtenisSoort::{self, *},
    },
    subgraphs::{
        common::ClientError,
        toestemming::{
            store::{Additions, History, StoredEvent},
            types::{
                GegevenDoor, HerbevestigingInvoer, OngeldigInvoer, OngeldigReden, ToestemmingInvoer,
                ToestemmingStatus,
            },
        },
    },
};

fn given() -> Vec<StoredEvent> {
    stored(give(&central(), invoer()).unwrap())
}

fn kinds(added: &Additions) -> Vec<GebeurtenisSoort> {
    added.events.iter().map(|stored| stored.event.soort).collect()
}

/// Utrecht, where the lamp takes two consent managers.
fn careful() -> Inrichting {
    let mut inrichting = utrecht();
    inrichting.vier_ogen_groepen.insert(TrajectLoopt);
    inrichting
}

fn second() -> Caller {
    central().in_person("medewerker-2", None)
}

#[test]
fn a_new_grant_replaces_an_old_one_of_the_same_parties() {
    let old = given();
    let new = ToestemmingInvoer {
        vervangt: vec![id_of(&old[0])],
        ..invoer()
    };
    let added = give_after(&central(), &utrecht(), new, &history(&old)).unwrap();
    assert_eq!(kinds(&added), [Vervangen, Verleend]);
    assert_eq!(added.events[0].event.toestemming, id_of(&old[0]));
    assert_eq!(added.events[1].vastlegging.vervangt, Some(id_of(&old[0])));
    let all = stored(old.into_iter().chain(added.events));
    let statuses: Vec<_> = standing(&all).iter().map(|grant| grant.status(now())).collect();
    assert_eq!(
        statuses,
        [ToestemmingStatus::Vervangen, ToestemmingStatus::Actief]
    );
}

#[test]
fn what_does_not_stand_cannot_be_replaced() {
    let old = given();
    let withdrawn = after(&old[0], Ingetrokken, &[TrajectLoopt], None);
    let ended = vec![old[0].clone(), withdrawn];
    let of_lokalis = ToestemmingInvoer {
        delen: vec![deel("gemeente-utrecht", "lokalis", &[TrajectLoopt])],
        ..invoer()
    };
    for (new, events, vervangt) in [
        (invoer(), old.clone(), vec![Uuid::now_v7()]),
        (invoer(), ended, vec![id_of(&old[0])]),
        (of_lokalis, old.clone(), vec![id_of(&old[0])]),
        (invoer(), old.clone(), vec![id_of(&old[0]), id_of(&old[0])]),
    ] {
        let new = ToestemmingInvoer { vervangt, ..new };
        let refused = give_after(&central(), &utrecht(), new, &history(&events));
        assert!(matches!(refused, Err(ClientError::Input(_))), "{refused:?}");
    }
}

#[test]
fn the_most_sensitive_groups_take_two_people() {
    let old = given();
    let new = ToestemmingInvoer {
        vervangt: vec![id_of(&old[0])],
        ..invoer()
    };
    let added = give_after(&central(), &careful(), new, &history(&old)).unwrap();
    assert_eq!(kinds(&added), [Voorgesteld], "what waits replaces nothing yet");
    let id = added.events[0].event.toestemming;
    let all = history(&stored(old.into_iter().chain(added.events)));
    let confirm = |caller: &Caller, history: &History, later: TimeDelta| {
        events_of_confirmation(caller, &careful(), id, history, now() + later)
    };
    let hour = TimeDelta::hours(1);
    assert_eq!(
        confirm(&central(), &all, hour).unwrap_err().code(),
        "TWEEDE_PERSOON_NODIG"
    );
    let stranger = manager_at("lokalis");
    assert_eq!(confirm(&stranger, &all, hour).unwrap_err().code(), "ONBEKEND");
    assert_eq!(
        confirm(&second(), &all, days(366)).unwrap_err().code(),
        "TOESTEMMING_GEEINDIGD"
    );
    let confirmed = confirm(&second(), &all, hour).unwrap();
    assert_eq!(kinds(&confirmed), [Vervangen, Verleend]);
    let verleend = &confirmed.events[1];
    assert_eq!(verleend.event.toestemming, id);
    assert_eq!(
        verleend.event.geldig_van,
        Some(now() + hour),
        "it held nothing before"
    );
    let all = history(&stored(all.events.into_iter().chain(confirmed.events)));
    assert!(
        kinds(&confirm(&second(), &all, hour).unwrap()).is_empty(),
        "twice is once"
    );
}

#[test]
fn what_purpose_or_owner_no_longer_carry_cannot_be_confirmed() {
    let added = give_after(&central(), &careful(), invoer(), &History::default()).unwrap();
    let id = added.events[0].event.toestemming;
    let mut narrower = careful();
    narrower.doel_groepen.clear();
    let refused = events_of_confirmation(&second(), &narrower, id, &history(&stored(added.events)), now());
    assert_eq!(refused.unwrap_err().code(), "TOESTEMMING_GEEINDIGD");
}

fn again(toestemming: Uuid, last: i64) -> HerbevestigingInvoer {
    HerbevestigingInvoer {
        toestemming: Some(toestemming),
        gesprek: None,
        geldig_tot: now() + days(last),
        gegeven_door: GegevenDoor::Inwoner,
        gegeven_door_kenmerk: None,
        bewijs: invoer().bewijs,
        aanvraag_id: None,
    }
}

#[test]
fn a_grant_that_holds_can_be_confirmed_again() {
    let old = given();
    let reaffirm =
        |inrichting: &Inrichting, invoer: HerbevestigingInvoer, events: &[StoredEvent], at: i64| {
            let history = history(events);
            events_of_reaffirmation(&central(), inrichting, &invoer, &history, now() + days(at))
        };
    let id = id_of(&old[0]);
    let added = reaffirm(&utrecht(), again(id, 700), &old, 100).unwrap();
    assert_eq!(kinds(&added), [Herbevestigd]);
    assert_eq!(added.events[0].event.geldig_tot, Some(now() + days(700)));
    assert!(added.events[0].vastlegging.bewijs.is_some());
    for (invoer, at, code) in [
        (again(id, 100 + 1826), 100, "INVOER_ONGELDIG"),
        (again(id, 99), 100, "INVOER_ONGELDIG"),
        (again(Uuid::now_v7(), 700), 100, "ONBEKEND"),
        (again(id, 700), 365, "TOESTEMMING_GEEINDIGD"),
        (
            HerbevestigingInvoer {
                toestemming: None,
                ..again(id, 700)
            },
            100,
            "INVOER_ONGELDIG",
        ),
    ] {
        assert_eq!(
            reaffirm(&utrecht(), invoer, &old, at).unwrap_err().code(),
            code,
            "{at}"
        );
    }
    assert_eq!(
        reaffirm(&careful(), again(id, 700), &old, 100)
            .unwrap_err()
            .code(),
        "VIER_OGEN_NODIG"
    );
    let withdrawn = [old[0].clone(), after(&old[0], Ingetrokken, &[TrajectLoopt], None)];
    let revived = reaffirm(&utrecht(), again(id, 700), &withdrawn, 100);
    assert_eq!(revived.unwrap_err().code(), "TOESTEMMING_GEEINDIGD");
}

#[test]
fn a_privacy_officer_declares_void_what_is_within_reach() {
    let old = given();
    let officer = |partij| {
        Caller::for_test(
            partij,
            [Rol::FunctionarisGegevensbescherming],
            Doel::Verantwoording,
        )
    };
    let void = |caller: &Caller, events: &[StoredEvent]| {
        let invoer = OngeldigInvoer {
            id: id_of(&old[0]),
            reden: OngeldigReden::NietVrijGegeven,
        };
        events_of_voiding(caller, &utrecht(), &invoer, &history(events), now())
    };
    let added = void(&officer("toestemmingsbeheer"), &old).unwrap();
    assert_eq!(kinds(&added), [OngeldigVerklaard]);
    assert_eq!(
        added.events[0].vastlegging.reden.as_deref(),
        Some("NIET_VRIJ_GEGEVEN")
    );
    assert_eq!(
        kinds(&void(&officer("incluzio"), &old).unwrap()),
        [OngeldigVerklaard]
    );
    assert_eq!(void(&officer("lokalis"), &old).unwrap_err().code(), "ONBEKEND");
    let all = stored(old.iter().cloned().chain(added.events));
    assert!(
        kinds(&void(&officer("toestemmingsbeheer"), &all).unwrap()).is_empty(),
        "twice is once"
    );
}
