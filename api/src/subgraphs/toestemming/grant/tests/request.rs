use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{checked_request, events_of_refusal, events_of_request, events_of_request_end, may_answer},
    kit::*,
};
use crate::{
    domain::{Doel, Gegevensgroep, Gegevensgroep::*, Rol},
    request::authenticate::Caller,
    subgraphs::{
        common::ClientError,
        toestemming::{
            store::{Additions, History, VerzoekSoort},
            types::{GegevenDoor, ToestemmingInvoer, VerzoekDeelInvoer, VerzoekInvoer, WeigeringInvoer},
        },
    },
};

fn ahmed() -> Caller {
    Caller::for_test("incluzio", [Rol::Buurtteammedewerker], Doel::AfstemmingTraject)
}

fn question(groepen: &[Gegevensgroep]) -> VerzoekInvoer {
    VerzoekInvoer {
        inwoner: inwoner(),
        delen: vec![VerzoekDeelInvoer {
            bronhouder: "gemeente-utrecht".into(),
            groepen: groepen.to_vec(),
        }],
        doel: Doel::AfstemmingTraject,
        waarom: "om de afspraken op elkaar af te stemmen".to_owned(),
        aanvraag_id: None,
    }
}

fn ask(
    caller: &Caller,
    invoer: &VerzoekInvoer,
    history: &History,
    at: DateTime<Utc>,
) -> Result<Additions, ClientError> {
    let request = checked_request(caller, &utrecht(), invoer)?;
    events_of_request(
        caller,
        &utrecht(),
        &request,
        &inwoner(),
        Uuid::now_v7(),
        history,
        at,
    )
}

fn with(mut history: History, added: Additions) -> History {
    history.verzoeken.extend(added.verzoeken);
    history.events = stored(history.events.into_iter().chain(added.events));
    history
}

fn asked() -> (Uuid, History) {
    let added = ask(&ahmed(), &question(&[TrajectLoopt]), &History::default(), now()).unwrap();
    (added.verzoeken[0].verzoek, with(History::default(), added))
}

fn refusal(verzoek: Uuid) -> WeigeringInvoer {
    WeigeringInvoer {
        inwoner: inwoner(),
        verzoek: Some(verzoek),
        delen: Vec::new(),
        doel: None,
        gegeven_door: GegevenDoor::Inwoner,
        gegeven_door_kenmerk: None,
        aanvraag_id: None,
    }
}

fn refuse(verzoek: Uuid, history: &History) -> Result<Additions, ClientError> {
    let invoer = refusal(verzoek);
    events_of_refusal(
        &central(),
        &utrecht(),
        &invoer,
        &inwoner(),
        Uuid::now_v7(),
        history,
        now(),
    )
}

fn grant(verzoek: Uuid, history: &History) -> Result<Additions, ClientError> {
    let invoer = ToestemmingInvoer {
        verzoek: Some(verzoek),
        ..invoer()
    };
    give_after(&central(), &utrecht(), invoer, history)
}

#[test]
fn every_fault_of_a_request_is_told_at_once() {
    let mut invoer = question(&[SrwStatus]);
    invoer.delen.push(VerzoekDeelInvoer {
        bronhouder: "niemand".into(),
        groepen: Vec::new(),
    });
    invoer.waarom = "voor 999990342".to_owned();
    invoer.aanvraag_id = Some("x".repeat(101));
    let Err(ClientError::Input(faults)) = checked_request(&ahmed(), &utrecht(), &invoer) else {
        panic!("it was taken")
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(
        fields,
        ["delen.1.bronhouder", "delen.0.groepen", "waarom", "aanvraagId"]
    );
    assert!(faults.iter().all(|fault| !fault.reason.contains("999990342")));
}

#[test]
fn who_could_not_use_it_does_not_ask_for_it() {
    let system = Caller::for_test("incluzio", [Rol::Bronsysteem], Doel::AfstemmingTraject);
    for caller in [system, central()] {
        let refused = checked_request(&caller, &utrecht(), &question(&[TrajectLoopt]));
        assert_eq!(refused.unwrap_err().code(), "ROL_NIET_BEVOEGD");
    }
    let nowhere = Caller::for_test("elders", [Rol::Buurtteammedewerker], Doel::AfstemmingTraject);
    let refused = checked_request(&nowhere, &utrecht(), &question(&[TrajectLoopt]));
    assert_eq!(refused.unwrap_err().code(), "INVOER_ONGELDIG");
}

#[test]
fn the_same_is_not_asked_while_it_waits() {
    let (_, history) = asked();
    let again = ask(&ahmed(), &question(&[TrajectLoopt, TrajectFase]), &history, now());
    assert_eq!(again.unwrap_err().code(), "VERZOEK_LOOPT");
    assert!(ask(&ahmed(), &question(&[TrajectFase]), &history, now()).is_ok());
    let sanne = Caller::for_test("lokalis", [Rol::Gezinswerker], Doel::AfstemmingTraject);
    assert!(ask(&sanne, &question(&[TrajectLoopt]), &history, now()).is_ok());
}

#[test]
fn after_a_refusal_it_rests() {
    let (id, history) = asked();
    let refused = refuse(id, &history).unwrap();
    assert_eq!(refused.verzoeken[0].soort, VerzoekSoort::Geweigerd);
    let history = with(history, refused);
    let rest = days(i64::from(utrecht().rust_na_weigering_dagen));
    let again = |groepen: &[Gegevensgroep], at| ask(&ahmed(), &question(groepen), &history, at);
    assert_eq!(
        again(&[TrajectLoopt], now()).unwrap_err().code(),
        "VERZOEK_TE_VROEG"
    );
    let second = chrono::TimeDelta::seconds(1);
    assert!(again(&[TrajectLoopt], now() + rest - second).is_err());
    assert!(again(&[TrajectLoopt], now() + rest).is_ok());
    assert!(
        again(&[TrajectFase], now()).is_ok(),
        "another group was not refused"
    );
    let mut for_another_doel = question(&[TrajectLoopt]);
    for_another_doel.doel = Doel::Nazorg;
    let refused = ask(&ahmed(), &for_another_doel, &history, now()).unwrap_err();
    assert_eq!(
        refused.code(),
        "VERZOEK_TE_VROEG",
        "to the resident it is the same question"
    );
    assert!(ask(&ahmed(), &for_another_doel, &history, now() + rest).is_ok());
}

#[test]
fn of_two_who_answer_at_once_the_second_is_told() {
    let (id, history) = asked();
    let granted = grant(id, &history).unwrap();
    assert_eq!(granted.verzoeken[0].soort, VerzoekSoort::Toegekend);
    assert_eq!(granted.events[0].vastlegging.verzoek, Some(id));
    let granted = with(history.clone(), granted);
    assert_eq!(refuse(id, &granted).unwrap_err().code(), "VERZOEK_BEANTWOORD");
    let refused = with(history.clone(), refuse(id, &history).unwrap());
    assert_eq!(grant(id, &refused).unwrap_err().code(), "VERZOEK_BEANTWOORD");
    assert_eq!(
        events_of_request_end(&ahmed(), id, &refused, now())
            .unwrap_err()
            .code(),
        "VERZOEK_BEANTWOORD"
    );
}

#[test]
fn a_grant_answers_only_who_receives_something() {
    let (id, history) = asked();
    let invoer = ToestemmingInvoer {
        verzoek: Some(id),
        delen: vec![deel("gemeente-utrecht", "lokalis", &[TrajectLoopt])],
        ..invoer()
    };
    let refused = give_after(&central(), &utrecht(), invoer, &history).unwrap_err();
    assert_eq!(refused.code(), "INVOER_ONGELDIG");
}

#[test]
fn the_asker_takes_it_back_once() {
    let (id, history) = asked();
    let sanne = Caller::for_test("lokalis", [Rol::Gezinswerker], Doel::AfstemmingTraject);
    assert_eq!(
        events_of_request_end(&sanne, id, &history, now())
            .unwrap_err()
            .code(),
        "ONBEKEND"
    );
    let back = events_of_request_end(&ahmed(), id, &history, now()).unwrap();
    let history = with(history, back);
    assert!(
        events_of_request_end(&ahmed(), id, &history, now())
            .unwrap()
            .verzoeken
            .is_empty()
    );
    assert_eq!(grant(id, &history).unwrap_err().code(), "VERZOEK_BEANTWOORD");
}

#[test]
fn it_waits_with_the_consent_managers_whom_it_concerns() {
    let (_, history) = asked();
    for (caller, may) in [
        (central(), true),
        (manager_at("incluzio"), true),
        (manager_at("gemeente-utrecht"), true),
        (manager_at("lokalis"), false),
        (ahmed(), false),
    ] {
        assert_eq!(
            may_answer(&caller, &utrecht(), &history.verzoeken[0]),
            may,
            "{}",
            caller.partij()
        );
    }
}
