use uuid::Uuid;

use super::{
    super::{Herkomst, checked_grant, events_of_grant, events_of_refusal},
    kit::*,
};
use crate::{
    domain::{Doel, Gegevensgroep::*},
    request::{authenticate::Caller, decide::GebeurtenisSoort::*},
    subgraphs::{
        common::ClientError,
        toestemming::{
            store::{Additions, History},
            types::{BewijsSoort, GegevenDoor, ToestemmingInvoer, WeigeringInvoer},
        },
    },
};

fn refusal() -> WeigeringInvoer {
    WeigeringInvoer {
        inwoner: inwoner(),
        verzoek: None,
        delen: vec![deel("gemeente-utrecht", "incluzio", &[TrajectLoopt, TrajectFase])],
        doel: Some(Doel::AfstemmingTraject),
        gegeven_door: GegevenDoor::Inwoner,
        gegeven_door_kenmerk: None,
        aanvraag_id: None,
    }
}

fn refuse(caller: &Caller, invoer: &WeigeringInvoer, history: &History) -> Result<Additions, ClientError> {
    events_of_refusal(
        caller,
        &utrecht(),
        invoer,
        &inwoner(),
        Uuid::now_v7(),
        history,
        now(),
    )
}

#[test]
fn a_refusal_is_one_event_per_owner_and_receiver() {
    let added = refuse(&central(), &refusal(), &History::default()).unwrap();
    let told: Vec<_> = added.events.iter().map(|stored| stored.event.soort).collect();
    assert_eq!(told, [Weigering]);
    assert_eq!(added.events[0].event.groepen.len(), 2);
}

#[test]
fn what_is_granted_is_withdrawn_and_not_refused() {
    let granted = history(&stored(give(&central(), invoer()).unwrap()));
    let refused = refuse(&central(), &refusal(), &granted).unwrap_err();
    assert_eq!(refused.code(), "TOESTEMMING_GELDT");
    let other = WeigeringInvoer {
        delen: vec![deel("gemeente-utrecht", "incluzio", &[TrajectFase])],
        ..refusal()
    };
    assert!(refuse(&central(), &other, &granted).is_ok());
}

#[test]
fn what_does_not_fit_is_refused_whole() {
    let with = |change: fn(&mut WeigeringInvoer)| {
        let mut invoer = refusal();
        change(&mut invoer);
        refuse(&central(), &invoer, &History::default())
            .unwrap_err()
            .code()
    };
    assert_eq!(with(|invoer| invoer.delen.clear()), "INVOER_ONGELDIG");
    assert_eq!(with(|invoer| invoer.doel = None), "INVOER_ONGELDIG");
    assert_eq!(
        with(|invoer| invoer.gegeven_door = GegevenDoor::Ouder),
        "INVOER_ONGELDIG"
    );
    assert_eq!(
        with(|invoer| invoer.delen[0].bronhouder = "niemand".into()),
        "INVOER_ONGELDIG"
    );
    assert_eq!(with(|invoer| invoer.verzoek = Some(Uuid::now_v7())), "ONBEKEND");
    let lokalis = refuse(&manager_at("lokalis"), &refusal(), &History::default());
    assert_eq!(lokalis.unwrap_err().code(), "PARTIJ_NIET_BEVOEGD");
}

#[test]
fn what_was_said_long_ago_never_overrules_what_was_said_since() {
    let said = refuse(&central(), &refusal(), &History::default()).unwrap();
    let refused = History {
        events: said.events,
        ..History::default()
    };
    let taken_over = |given: i64, groep| {
        let mut invoer = ToestemmingInvoer {
            delen: vec![deel("gemeente-utrecht", "incluzio", &[groep])],
            ..invoer()
        };
        invoer.bewijs.soort = BewijsSoort::Gemigreerd;
        invoer.geldig_tot = now() + days(30);
        let herkomst = Herkomst::Gemigreerd(now() + days(given));
        let grant = checked_grant(&central(), &utrecht(), invoer, herkomst, now() + days(2))?;
        let gesprek = Uuid::now_v7();
        events_of_grant(
            &central(),
            &utrecht(),
            &grant,
            &inwoner(),
            gesprek,
            &refused,
            now() + days(2),
        )
    };
    assert_eq!(
        taken_over(-10, TrajectLoopt).unwrap_err().code(),
        "INVOER_ONGELDIG"
    );
    for (given, groep) in [(-10, TrajectContact), (1, TrajectLoopt)] {
        assert_eq!(taken_over(given, groep).unwrap().events.len(), 1, "{groep:?}");
    }
}
