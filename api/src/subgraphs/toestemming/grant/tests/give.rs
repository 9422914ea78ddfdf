use std::collections::BTreeSet;

use async_graphql::ID;
use chrono::{DateTime, TimeDelta, Utc};

use super::{super::Herkomst, kit::*};
use crate::{
    domain::{Doel, Gegevensgroep::*, Rol},
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::{
        common::ClientError,
        toestemming::types::{BewijsSoort, GegevenDoor, ToestemmingInvoer},
    },
};

#[test]
fn a_grant_in_order_is_one_event() {
    let events = give(&central(), invoer()).unwrap();
    let [grant] = events.as_slice() else {
        panic!("{} events", events.len())
    };
    assert_eq!(grant.event.soort, GebeurtenisSoort::Verleend);
    assert_eq!(grant.event.bronhouder, partij("gemeente-utrecht"));
    assert_eq!(grant.event.ontvanger, partij("incluzio"));
    assert_eq!(grant.event.groepen, BTreeSet::from([TrajectLoopt]));
    assert_eq!(grant.event.geldig_van, Some(now()));
    assert_eq!(grant.event.geldig_tot, Some(now() + days(365)));
    assert_eq!(
        grant.vastlegging.door,
        (partij("toestemmingsbeheer"), "medewerker-1".to_owned())
    );
}

#[test]
fn every_fault_is_told_at_once() {
    let mut invoer = invoer();
    invoer.delen = vec![
        deel("onbekend", "incluzio", &[TrajectLoopt]),
        deel("incluzio", "incluzio", &[]),
        deel("u-centraal", "incluzio", &[TrajectLoopt, SrwInhoud]),
    ];
    invoer.geldig_van = Some(now() - days(1));
    invoer.geldig_tot = now() + days(4_000);
    invoer.gegeven_door = GegevenDoor::Ouder;
    invoer.bewijs.tekstversie = " ".to_owned();
    invoer.bewijs.taal = "x".repeat(36);
    invoer.bewijs.plaats = Some("\u{7}".to_owned());
    invoer.bewijs.soort = BewijsSoort::Gemigreerd;
    invoer.bewijs.hash = Some("abc".to_owned());
    let fields = faulty_fields(invoer);
    assert_eq!(
        fields,
        [
            "delen.0.bronhouder",
            // Nothing is granted, and by the party to itself.
            "delen.0.groepen",
            "delen.0.ontvanger",
            // Of the one it holds nothing, and the other is not for this purpose.
            "delen.1.groepen",
            "delen.1.groepen",
            "geldigVan",
            "geldigTot",
            "gegevenDoorKenmerk",
            "bewijs.tekstversie",
            "bewijs.taal",
            "bewijs.plaats",
            "bewijs.soort",
            "bewijs.hash",
        ]
    );
}

#[test]
fn it_is_a_bundle_or_parts_with_a_purpose() {
    let with = |change: fn(&mut ToestemmingInvoer)| {
        let mut invoer = invoer();
        change(&mut invoer);
        faulty_fields(invoer)
    };
    assert_eq!(with(|invoer| invoer.delen.clear()), ["delen"]);
    assert_eq!(with(|invoer| invoer.doel = None), ["doel"]);
    assert_eq!(with(|invoer| invoer.pakket = Some(ID::from("LAMPJE"))), ["delen"]);
    assert_eq!(faulty_fields(pakket("LAMP")), ["pakket"]);
    assert_eq!(faulty_fields(pakket("LAMPJE")), Vec::<String>::new());
}

#[test]
fn the_period_starts_now_or_later_and_ends_within_the_longest() {
    let longest = i64::from(utrecht().langste_toestemming_dagen[&Doel::AfstemmingTraject]);
    let second = TimeDelta::seconds(1);
    let far: DateTime<Utc> = DateTime::<Utc>::MAX_UTC - days(2);
    for (van, tot, expected) in [
        (None, now() + second, None),
        (None, now(), Some("geldigTot")),
        (None, now() + days(longest), None),
        (None, now() + days(longest) + second, Some("geldigTot")),
        (Some(now() + days(30)), now() + days(30 + longest), None),
        (Some(now() + days(30)), now() + days(30), Some("geldigTot")),
        (Some(now() - TimeDelta::minutes(5)), now() + days(1), None),
        (
            Some(now() - TimeDelta::minutes(5) - second),
            now() + days(1),
            Some("geldigVan"),
        ),
        (Some(now() + days(366)), now() + days(400), None),
        (Some(now() + days(367)), now() + days(400), Some("geldigVan")),
        // The end of time is no reason to fall over.
        (Some(far), far + days(1), Some("geldigVan")),
    ] {
        let grant = ToestemmingInvoer {
            geldig_van: van,
            geldig_tot: tot,
            ..invoer()
        };
        assert_eq!(faulty_fields(grant), Vec::from_iter(expected), "{van:?} to {tot}");
    }
}

#[test]
fn a_clock_that_runs_behind_does_not_date_a_grant_back() {
    let late = ToestemmingInvoer {
        geldig_van: Some(now() - TimeDelta::minutes(4)),
        ..invoer()
    };
    let events = give(&central(), late).unwrap();
    assert_eq!(events[0].event.geldig_van, Some(now()));
}

#[test]
fn without_a_configured_longest_period_nothing_is_granted() {
    let mut inrichting = utrecht();
    inrichting.langste_toestemming_dagen.clear();
    let refused = super::super::checked_grant(&central(), &inrichting, invoer(), Herkomst::Nieuw, now());
    assert!(matches!(refused, Err(ClientError::Input(_))));
}

#[test]
fn the_evidence_names_a_representative_and_a_whole_hash() {
    let represented = |kenmerk: Option<&str>| {
        faulty_fields(ToestemmingInvoer {
            gegeven_door: GegevenDoor::WettelijkVertegenwoordiger,
            gegeven_door_kenmerk: kenmerk.map(str::to_owned),
            ..invoer()
        })
    };
    assert_eq!(represented(None), ["gegevenDoorKenmerk"]);
    assert_eq!(represented(Some("  ")), ["gegevenDoorKenmerk"]);
    assert!(represented(Some("besluit 12")).is_empty());
    for (hash, fits) in [
        ("0123456789abcdef".repeat(4), true),
        ("0123456789abcdeg".repeat(4), false),
        ("0".repeat(63), false),
    ] {
        let mut invoer = invoer();
        invoer.bewijs.hash = Some(hash.clone());
        assert_eq!(faulty_fields(invoer).is_empty(), fits, "{hash}");
    }
}

#[test]
fn who_records_it_manages_every_part_or_takes_part_in_the_bundle() {
    let parts = |delen| ToestemmingInvoer { delen, ..invoer() };
    let to_incluzio = || deel("gemeente-utrecht", "incluzio", &[TrajectLoopt]);
    let from_incluzio = || deel("incluzio", "gemeente-utrecht", &[BuurtteamStatus]);
    let to_lokalis = || deel("gemeente-utrecht", "lokalis", &[TrajectLoopt]);
    let worker = Caller::for_test("incluzio", [Rol::Buurtteammedewerker], Doel::AfstemmingTraject);
    for (caller, invoer, may) in [
        (central(), parts(vec![to_lokalis(), from_incluzio()]), true),
        (central(), pakket("SAMENWERKEN"), true),
        (
            manager_at("incluzio"),
            parts(vec![to_incluzio(), from_incluzio()]),
            true,
        ),
        (
            manager_at("incluzio"),
            parts(vec![to_incluzio(), to_lokalis()]),
            false,
        ),
        (manager_at("incluzio"), parts(vec![to_lokalis()]), false),
        (manager_at("incluzio"), pakket("SAMENWERKEN"), true),
        (worker.clone(), parts(vec![to_incluzio()]), false),
        (worker, pakket("SAMENWERKEN"), false),
        (manager_at("elders"), parts(vec![to_incluzio()]), false),
    ] {
        let partij = caller.partij().clone();
        match give(&caller, invoer) {
            Ok(_) => assert!(may, "{partij} may not"),
            Err(error) => assert_eq!((error.code(), may), ("PARTIJ_NIET_BEVOEGD", false), "{partij}"),
        }
    }
}

#[test]
fn nobody_records_for_another_samenwerking() {
    let mut inrichting = utrecht();
    let home = &mut inrichting.samenwerkingen[0];
    let central_here = home.partijen.pop().expect("toestemmingsbeheer stands there last");
    let mut elsewhere = home.clone();
    elsewhere.id = "elders".to_owned();
    elsewhere.partijen = vec![central_here];
    inrichting.samenwerkingen.push(elsewhere);
    let refused = super::super::checked_grant(&central(), &inrichting, invoer(), Herkomst::Nieuw, now());
    assert!(matches!(refused, Err(ClientError::PartijNietBevoegd)));
}

#[test]
fn the_same_owner_and_receiver_twice_is_one_grant() {
    let twice = ToestemmingInvoer {
        delen: vec![
            deel("gemeente-utrecht", "incluzio", &[TrajectLoopt]),
            deel("gemeente-utrecht", "lokalis", &[TrajectLoopt]),
            deel("gemeente-utrecht", "incluzio", &[TrajectFase, TrajectLoopt]),
        ],
        ..invoer()
    };
    let events = give(&central(), twice).unwrap();
    let told: Vec<_> = events
        .iter()
        .map(|new| (new.event.ontvanger.as_str(), new.event.groepen.clone()))
        .collect();
    let expected = [
        ("incluzio", BTreeSet::from([TrajectLoopt, TrajectFase])),
        ("lokalis", BTreeSet::from([TrajectLoopt])),
    ];
    assert_eq!(told, expected);
    assert_eq!(
        events[0].vastlegging.gesprek, events[1].vastlegging.gesprek,
        "one conversation"
    );
    assert_ne!(
        events[0].event.toestemming, events[1].event.toestemming,
        "two grants"
    );
}

#[test]
fn a_bundle_is_given_for_its_own_purpose() {
    let events = give(&central(), pakket("SAMENWERKEN")).unwrap();
    let bundle = utrecht().find_pakket("utrecht", "SAMENWERKEN").unwrap().clone();
    assert_eq!(events.len(), bundle.delen.len());
    for (event, deel) in events.iter().zip(&bundle.delen) {
        assert_eq!(event.event.groepen, deel.groepen);
        assert_eq!(event.event.doel, bundle.doel);
        assert_eq!(event.vastlegging.pakket.as_deref(), Some("SAMENWERKEN"));
    }
}
