use std::collections::BTreeSet;

use uuid::Uuid;

use super::{
    super::{events_of_withdrawal, events_of_withdrawal_by_code},
    kit::*,
};
use crate::{
    domain::{Doel, Gegevensgroep, Gegevensgroep::*, Rol},
    request::{
        authenticate::Caller,
        decide::{Gebeurtenis, GebeurtenisSoort},
    },
    subgraphs::{
        common::ClientError,
        toestemming::{
            store::StoredEvent,
            types::{IntrekkingDeel, IntrekkingInvoer, ToestemmingInvoer},
        },
    },
};

/// Two grants in one conversation, and one in another.
fn given() -> Vec<StoredEvent> {
    let conversation = ToestemmingInvoer {
        delen: vec![
            deel("gemeente-utrecht", "incluzio", &[TrajectLoopt, TrajectFase]),
            deel("u-centraal", "lokalis", &[SrwStatus]),
        ],
        ..invoer()
    };
    let first = give(&central(), conversation).unwrap();
    let second = give(&central(), invoer()).unwrap();
    stored(first.into_iter().chain(second))
}

fn withdraw(
    caller: &Caller,
    what: &IntrekkingInvoer,
    events: &[StoredEvent],
) -> Result<Vec<Gebeurtenis>, ClientError> {
    let added = events_of_withdrawal(caller, &utrecht(), what, &history(events), now())?;
    Ok(added.events.into_iter().map(|new| new.event).collect())
}

fn told(events: &[Gebeurtenis]) -> Vec<(Uuid, BTreeSet<Gegevensgroep>)> {
    assert!(
        events
            .iter()
            .all(|event| event.soort == GebeurtenisSoort::Ingetrokken)
    );
    events
        .iter()
        .map(|event| (event.toestemming, event.groepen.clone()))
        .collect()
}

fn part(toestemming: Uuid, groepen: &[Gegevensgroep]) -> IntrekkingInvoer {
    IntrekkingInvoer::Deel(IntrekkingDeel {
        toestemming,
        groepen: groepen.to_vec(),
    })
}

#[test]
fn a_grant_a_part_a_conversation_or_everything_is_withdrawn() {
    let events = given();
    let whole = |at: usize| (id_of(&events[at]), events[at].event.groepen.clone());
    let ids = [id_of(&events[0]), id_of(&events[2])];
    for (what, expected) in [
        (IntrekkingInvoer::Toestemming(ids[0]), vec![whole(0)]),
        (
            part(ids[0], &[TrajectFase, TrajectContact]),
            vec![(ids[0], BTreeSet::from([TrajectFase]))],
        ),
        (
            IntrekkingInvoer::Gesprek(events[0].vastlegging.gesprek),
            vec![whole(0), whole(1)],
        ),
        (
            IntrekkingInvoer::Inwoner(inwoner()),
            vec![whole(0), whole(1), whole(2)],
        ),
    ] {
        assert_eq!(
            told(&withdraw(&central(), &what, &events).unwrap()),
            expected,
            "{what:?}"
        );
    }
}

#[test]
fn what_no_longer_stands_needs_no_withdrawal() {
    let mut events = given();
    let first = events[0].clone();
    events.push(after(
        &first,
        GebeurtenisSoort::Ingetrokken,
        &[TrajectLoopt],
        None,
    ));
    let whole = IntrekkingInvoer::Toestemming(id_of(&first));
    let rest = withdraw(&central(), &whole, &events).unwrap();
    assert_eq!(told(&rest), [(id_of(&first), BTreeSet::from([TrajectFase]))]);
    let again = part(id_of(&first), &[TrajectLoopt]);
    assert_eq!(withdraw(&central(), &again, &events).unwrap(), []);
    let nobody = IntrekkingInvoer::Inwoner(inwoner());
    assert_eq!(withdraw(&central(), &nobody, &[]).unwrap(), []);
}

#[test]
fn everybody_whom_a_grant_joins_can_record_it_and_nobody_else() {
    let events = given();
    let to_incluzio = IntrekkingInvoer::Toestemming(id_of(&events[0]));
    let at = |partij, rol| Caller::for_test(partij, [rol], Doel::AfstemmingTraject);
    for (caller, may) in [
        (at("gemeente-utrecht", Rol::Trajectbegeleider), true),
        (at("incluzio", Rol::Buurtteammedewerker), true),
        (central(), true),
        (at("lokalis", Rol::Gezinswerker), false),
        (manager_at("lokalis"), false),
        (manager_at("elders"), false),
        (
            at("toestemmingsbeheer", Rol::FunctionarisGegevensbescherming),
            false,
        ),
    ] {
        match withdraw(&caller, &to_incluzio, &events) {
            Ok(added) => assert!(may && added.len() == 1, "{} may not", caller.partij()),
            Err(error) => assert_eq!((error.code(), may), ("ONBEKEND", false), "{}", caller.partij()),
        }
    }
}

#[test]
fn a_professional_withdraws_what_joins_the_own_party_and_leaves_the_rest() {
    let events = given();
    let everything = IntrekkingInvoer::Inwoner(inwoner());
    let lokalis = Caller::for_test("lokalis", [Rol::Gezinswerker], Doel::AfstemmingTraject);
    let withdrawn = withdraw(&lokalis, &everything, &events).unwrap();
    assert_eq!(
        told(&withdrawn),
        [(id_of(&events[1]), BTreeSet::from([SrwStatus]))]
    );
}

#[test]
fn unknown_and_anothers_look_alike() {
    let events = given();
    let lokalis = Caller::for_test("lokalis", [Rol::Gezinswerker], Doel::AfstemmingTraject);
    let anothers = withdraw(
        &lokalis,
        &IntrekkingInvoer::Toestemming(id_of(&events[0])),
        &events,
    );
    let unknown = withdraw(
        &lokalis,
        &IntrekkingInvoer::Toestemming(Uuid::from_u128(1)),
        &events,
    );
    assert_eq!(
        anothers.unwrap_err().to_string(),
        unknown.unwrap_err().to_string()
    );
}

#[test]
fn the_code_withdraws_the_conversation_for_whoever_has_it() {
    let events = given();
    let gesprek = events[0].vastlegging.gesprek;
    let by = |partij| {
        let caller = Caller::for_test(partij, [Rol::Budgetcoach], Doel::Nazorg);
        events_of_withdrawal_by_code(&caller, &utrecht(), gesprek, &history(&events), now())
    };
    let added: Vec<_> = by("lokalis")
        .unwrap()
        .events
        .into_iter()
        .map(|new| new.event)
        .collect();
    let whole = |at: usize| (id_of(&events[at]), events[at].event.groepen.clone());
    assert_eq!(told(&added), [whole(0), whole(1)]);
    assert_eq!(by("elders").unwrap_err().code(), "ONBEKEND");
}
