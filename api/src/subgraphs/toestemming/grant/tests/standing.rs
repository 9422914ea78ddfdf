use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::{super::standing, kit::*};
use crate::{
    domain::Gegevensgroep::*,
    request::decide::GebeurtenisSoort::*,
    subgraphs::toestemming::{
        store::StoredEvent,
        types::{ToestemmingInvoer, ToestemmingStatus},
    },
};

fn given() -> StoredEvent {
    let invoer = ToestemmingInvoer {
        delen: vec![deel("gemeente-utrecht", "incluzio", &[TrajectLoopt, TrajectFase])],
        geldig_van: Some(now() + days(1)),
        geldig_tot: now() + days(10),
        ..invoer()
    };
    stored(give(&central(), invoer).unwrap()).remove(0)
}

#[test]
fn a_grant_stands_by_the_clock() {
    let grant = standing(&[given()]).remove(0);
    let second = TimeDelta::seconds(1);
    for (moment, expected) in [
        (now(), ToestemmingStatus::NogNietIngegaan),
        (grant.van - second, ToestemmingStatus::NogNietIngegaan),
        (grant.van, ToestemmingStatus::Actief),
        (grant.tot - second, ToestemmingStatus::Actief),
        (grant.tot, ToestemmingStatus::Verlopen),
    ] {
        assert_eq!(grant.status(moment), expected, "{moment}");
    }
}

#[test]
fn what_ends_some_groups_leaves_the_others() {
    for (soort, status) in [
        (Ingetrokken, ToestemmingStatus::Ingetrokken),
        (Vervangen, ToestemmingStatus::Vervangen),
        (Verlopen, ToestemmingStatus::Verlopen),
        (OngeldigVerklaard, ToestemmingStatus::OngeldigVerklaard),
    ] {
        let given = given();
        let part = after(&given, soort, &[TrajectFase], None);
        let rest = after(&given, soort, &[TrajectLoopt, TrajectContact], None);
        let grant = standing(&[given.clone(), part.clone()]).remove(0);
        assert_eq!(grant.groepen, BTreeSet::from([TrajectLoopt]), "{soort}");
        assert_eq!(grant.status(now() + days(5)), ToestemmingStatus::Actief);
        let grant = standing(&[given, part, rest]).remove(0);
        assert!(grant.groepen.is_empty(), "{soort}");
        assert_eq!(grant.status(now() + days(5)), status);
    }
}

#[test]
fn a_confirmation_moves_the_end_and_brings_nothing_back() {
    let given = given();
    let later = Some(now() + days(20));
    let withdrawn = after(&given, Ingetrokken, &[TrajectFase], None);
    let confirmed = after(&given, Herbevestigd, &[TrajectLoopt, TrajectFase], later);
    let grant = standing(&[given, withdrawn, confirmed]).remove(0);
    assert_eq!(grant.groepen, BTreeSet::from([TrajectLoopt]));
    assert_eq!(Some(grant.tot), later);
}

#[test]
fn refusals_and_objections_are_no_grants_and_end_none() {
    let given = given();
    let refusal = after(&given, Weigering, &[TrajectLoopt], None);
    let objection = after(&given, Bezwaar, &[TrajectLoopt], None);
    assert!(standing(&[refusal.clone(), objection.clone()]).is_empty());
    let grants = standing(&[given.clone(), refusal, objection]);
    assert_eq!(grants.len(), 1);
    assert_eq!(grants[0].groepen, given.event.groepen);
}

#[test]
fn what_happens_to_an_unknown_grant_makes_none() {
    let given = given();
    let withdrawal = after(&given, Ingetrokken, &[TrajectLoopt], None);
    let confirmation = after(&given, Herbevestigd, &[TrajectLoopt], Some(now() + days(20)));
    assert!(standing(&[withdrawal, confirmation]).is_empty());
    let mut endless = given;
    endless.event.geldig_tot = None;
    assert!(standing(&[endless]).is_empty());
}

#[test]
fn a_proposal_waits_until_it_is_confirmed_or_refused() {
    let mut proposed = given();
    proposed.event.soort = Voorgesteld;
    let grant = standing(std::slice::from_ref(&proposed)).remove(0);
    assert_eq!(grant.status(now()), ToestemmingStatus::WachtOpTweede);
    assert_eq!(grant.status(grant.tot), ToestemmingStatus::Verlopen);
    assert!(!grant.holds(now()));

    let mut confirmed = after(&proposed, Verleend, &[TrajectLoopt], proposed.event.geldig_tot);
    confirmed.event.geldig_van = Some(now() + days(2));
    let grant = standing(&[proposed.clone(), confirmed]).remove(0);
    assert_eq!(grant.groepen, BTreeSet::from([TrajectLoopt]));
    assert_eq!(grant.status(now() + days(2)), ToestemmingStatus::Actief);

    let mut refused = after(&proposed, Weigering, &[TrajectLoopt, TrajectFase], None);
    refused.event.toestemming = uuid::Uuid::now_v7();
    let grant = standing(&[proposed, refused]).remove(0);
    assert_eq!(grant.status(now()), ToestemmingStatus::Geweigerd);
}
