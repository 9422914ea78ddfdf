use uuid::Uuid;

use super::{
    super::{events_of_objection, events_of_objection_end, statements},
    kit::*,
};
use crate::{
    domain::Gegevensgroep::{self, *},
    request::{authenticate::Caller, decide::GebeurtenisSoort},
    subgraphs::{
        common::ClientError,
        toestemming::{
            store::Additions,
            types::{BezwaarInvoer, GegevenDoor},
        },
    },
};

const GROND: &str = "wgs-verwijzing-srw";

fn object(caller: &Caller, grond: &str, groepen: &[Gegevensgroep]) -> Result<Additions, ClientError> {
    let invoer = BezwaarInvoer {
        inwoner: inwoner(),
        grond: grond.into(),
        groepen: groepen.to_vec(),
        gegeven_door: GegevenDoor::Inwoner,
        gegeven_door_kenmerk: None,
        aanvraag_id: None,
    };
    events_of_objection(caller, &utrecht(), &invoer, &inwoner(), Uuid::now_v7(), now())
}

#[test]
fn an_objection_names_the_ground_with_its_parties_and_groups() {
    let added = object(&central(), GROND, &[]).unwrap();
    let event = &added.events[0].event;
    assert_eq!(event.soort, GebeurtenisSoort::Bezwaar);
    assert_eq!(event.grond.as_deref(), Some(GROND));
    assert_eq!(
        (event.bronhouder.as_str(), event.ontvanger.as_str()),
        ("u-centraal", "gemeente-utrecht")
    );
    let grond = utrecht().find_grond(GROND).unwrap().groepen.clone();
    assert!(grond.is_subset(&event.groepen));
    assert!(
        event.groepen.contains(&SrwInhoud) && !grond.contains(&SrwInhoud),
        "what the ground may cover later too"
    );
    assert!(
        event.groepen.iter().all(|groep| groep.word().starts_with("SRW_")),
        "and nothing else"
    );
    let named = object(&central(), GROND, &[SrwStatus]).unwrap();
    assert_eq!(
        named.events[0].event.groepen,
        [SrwStatus].into(),
        "who names groups objects to those alone"
    );
}

#[test]
fn only_what_the_ground_shares_is_objected_to_by_who_manages_it() {
    for (caller, grond, groepen, code) in [
        (central(), "geen-grond", vec![], "INVOER_ONGELDIG"),
        (central(), GROND, vec![TrajectLoopt], "INVOER_ONGELDIG"),
        (manager_at("lokalis"), GROND, vec![], "PARTIJ_NIET_BEVOEGD"),
    ] {
        assert_eq!(object(&caller, grond, &groepen).unwrap_err().code(), code);
    }
}

#[test]
fn an_objection_is_taken_back_by_a_consent_manager_once() {
    let made = stored(object(&central(), GROND, &[]).unwrap().events);
    let id = id_of(&made[0]);
    let end = |caller: &Caller, events: &[_]| {
        events_of_objection_end(caller, &utrecht(), id, &history(events), now())
    };
    assert_eq!(end(&manager_at("lokalis"), &made).unwrap_err().code(), "ONBEKEND");
    let ended = end(&central(), &made).unwrap();
    let all = stored(made.into_iter().chain(ended.events));
    assert!(!statements(&all)[0].stands());
    assert!(end(&central(), &all).unwrap().events.is_empty());
}
