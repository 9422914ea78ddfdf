//! Another key for the ids of residents: old ids keep working, and known and unknown look alike.

use std::{ops::Range, path::PathBuf, sync::Arc};

use schakel::{
    clock::FixedClock,
    domain::Bsn,
    subgraphs::toestemming::{Rotation, Sleutel, Sleutels},
};
use schakel_tests::{
    TestApp,
    app::{Answer, bsn, id_key, traject},
    in_both_cities, on_both_engines,
};
use serde_json::json;

use super::queries::{ask_all, ask_lamp, lamp};

const KOPPELEN: &str = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";

/// All numbers that the tests give out; the command tries them all, from one to a thousand million.
const NUMBERS: Range<u64> = 999_000_000..999_010_000;

fn key(byte: u8) -> Sleutel {
    Sleutel::new(&id_key(byte)).unwrap()
}

fn key_file(app: &TestApp, byte: u8) -> PathBuf {
    let path = app.issuers().folder().join(format!("sleutel-{byte}"));
    std::fs::write(&path, id_key(byte)).unwrap();
    path
}

async fn rotate(app: &TestApp) -> (usize, usize) {
    let sleutels = Sleutels::new(vec![key(2), key(1)]).unwrap();
    let clock = Arc::new(FixedClock::at(app.now()));
    let rotation = Rotation::prepare(app.register_store().await, sleutels, clock)
        .await
        .unwrap();
    let outcome = rotation.expect("another key").run(NUMBERS, |_| {}).await.unwrap();
    (outcome.mapped, outcome.unmatched)
}

/// Rotates from the first to the second key and starts with the second.
pub(super) async fn rotated(app: &mut TestApp) {
    app.stop().await;
    rotate(app).await;
    let files = vec![key_file(app, 2), key_file(app, 1)];
    app.restart_with(|config| config.register.as_mut().unwrap().sleutels = files)
        .await;
}

fn without(answer: &Answer, inwoner: &str) -> String {
    assert!(answer.text.contains(inwoner), "{}", answer.shown());
    answer.comparable().replace(inwoner, "INWONER")
}

in_both_cities! {
    async fn what_is_recorded_afterwards_joins_what_was_there(app: TestApp) {
        let mut app = app;
        let old = app.publish_traject(traject("T-1")).await;
        rotated(&mut app).await;
        let published = app.gemeente_systeem().published(&traject("T-1")).await;
        assert_eq!(published.uitkomst, "ONGEWIJZIGD");
        let new = app.inwoner(&bsn(1)).await;
        assert_eq!(published.clienten, std::slice::from_ref(&new), "a BSN gives the id under the present key");
        let granted = app.grant(&new, "LAMPJE").await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &old).await), Ok(Some(true)));
        app.revoke(&granted).await;
        for inwoner in [&old, &new] {
            assert_eq!(lamp(&ask_lamp(&app.meekijker(), inwoner).await), Err("INGETROKKEN".to_owned()));
        }
    }

    async fn known_and_unknown_numbers_look_alike(app: TestApp) {
        let mut app = app;
        let known = app.publish_traject(traject("T-1")).await;
        rotated(&mut app).await;
        let of = |number: &str, byte: u8| key(byte).id_of(Bsn::new(number).unwrap().expose()).as_str().to_owned();
        let unknown = of(&bsn(2), 1);
        assert_eq!(app.inwoner(&bsn(1)).await, of(&bsn(1), 2), "a known number: under the present key");
        assert_eq!(app.inwoner(&bsn(2)).await, of(&bsn(2), 2), "an unknown one too");
        let (one, other) = (ask_all(&app.ahmed(), &known).await, ask_all(&app.ahmed(), &unknown).await);
        assert_eq!(without(&one, &known), without(&other, &unknown), "by old ids");
        let (known, unknown) = (of(&bsn(1), 2), of(&bsn(2), 2));
        let (one, other) = (ask_all(&app.ahmed(), &known).await, ask_all(&app.ahmed(), &unknown).await);
        assert_eq!(without(&one, &known), without(&other, &unknown), "by new ids");
    }

    async fn another_key_without_rotation_is_refused_at_the_start(app: TestApp) {
        let mut app = app;
        let old = app.publish_traject(traject("T-1")).await;
        let (one, two) = (key_file(&app, 1), key_file(&app, 2));
        let replace = |file: &PathBuf| vec![file.clone()];
        let refused = app.try_restart_with(|config| config.register.as_mut().unwrap().sleutels = replace(&two)).await;
        let sentence = refused.unwrap_err().to_string();
        assert!(sentence.contains("another key") && sentence.contains("schakel sleutel roteren"), "{sentence}");
        app.restart_with(|config| config.register.as_mut().unwrap().sleutels = replace(&one)).await;
        assert_eq!(lamp(&ask_lamp(&app.fatima(), &old).await), Ok(Some(true)));
    }

    async fn a_register_that_runs_on_with_the_earlier_key_records_nothing_more(app: TestApp) {
        let mut app = app;
        let inwoner = app.publish_traject(traject("T-1")).await;
        let before = app.register_events().await;
        assert_eq!(rotate(&app).await, (1, 0));
        for (known, of) in [(true, &inwoner), (false, &schakel_tests::app::unknown_id(7))] {
            let refused = app.tessa().grant(of, "LAMPJE").await;
            assert_eq!(refused.codes(), ["INTERNE_FOUT"], "{known}: {}", refused.shown());
        }
        let refused = app.gemeente_systeem().publish(&traject("T-2").client_bsn(&bsn(2))).await;
        assert!(!refused.codes().is_empty(), "{}", refused.shown());
        assert_eq!(app.register_events().await, before, "nothing half written");
        let files = vec![key_file(&app, 2), key_file(&app, 1)];
        app.restart_with(|config| config.register.as_mut().unwrap().sleutels = files).await;
        app.tessa().grant(&inwoner, "LAMPJE").await.expect_ok();
    }

    async fn a_rotation_beside_which_ids_are_added_changes_nothing(app: TestApp) {
        app.publish_traject(traject("T-1")).await;
        let sleutels = Sleutels::new(vec![key(2), key(1)]).unwrap();
        let clock = Arc::new(FixedClock::at(app.now()));
        let rotation = Rotation::prepare(app.register_store().await, sleutels, clock).await.unwrap().expect("another key");
        let added = app.publish_traject(traject("T-2").client_bsn(&bsn(2))).await;
        let refused = rotation.run(NUMBERS, |_| {}).await.unwrap_err().to_string();
        assert!(refused.contains("stop the register"), "{refused}");
        app.grant(&added, "LAMPJE").await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &added).await), Ok(Some(true)));
    }

    async fn a_rotation_says_whom_it_did_not_find(app: TestApp) {
        let mut app = app;
        let known = app.publish_traject(traject("T-1")).await;
        app.grant(&schakel_tests::app::unknown_id(7), "LAMPJE").await;
        app.stop().await;
        assert_eq!(rotate(&app).await, (1, 1));
        let files = vec![key_file(&app, 2)];
        app.restart_with(|config| config.register.as_mut().unwrap().sleutels = files).await;
        let answer = app.fatima().ask("query($id: ID!) { inwoner(id: $id) { id } }", json!({"id": known})).await;
        assert_eq!(answer.data("/inwoner/id"), &json!(known));
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
    async fn old_and_new_ids_find_the_same_and_answers_echo_what_was_asked(app: TestApp) {
        let mut app = app;
        let old = app.publish_everything(&bsn(1)).await;
        app.grant(&old, "LAMPJE").await;
        rotated(&mut app).await;
        let new = app.inwoner(&bsn(1)).await;
        assert_ne!(old, new);
        for person in [app.fatima(), app.ahmed(), app.joris()] {
            let (by_old, by_new) = (ask_all(&person, &old).await, ask_all(&person, &new).await);
            assert!(!by_old.text.contains(&new) && !by_new.text.contains(&old), "{}", person.partij());
            assert_eq!(without(&by_old, &old), without(&by_new, &new), "{}", person.partij());
        }
        assert_eq!(lamp(&ask_lamp(&app.ahmed(), &new).await), Ok(Some(true)));
    }

    /// By a client number, a code, a request or a list nobody sees who was known before, either.
    async fn known_and_unknown_look_alike_by_every_other_name(app: TestApp) {
        let mut app = app;
        app.publish_buurtteam(schakel_tests::app::buurtteamdossier("B-1").client_bsn(&bsn(1))).await;
        rotated(&mut app).await;
        let system = app.gemeente_systeem();
        let mut told = Vec::new();
        for n in [1, 2] {
            let new = app.inwoner(&bsn(n)).await;
            let by_number = json!({"eigenNummer": format!("K-{n}"), "inwoner": {"bsn": bsn(n)}});
            system.ask(KOPPELEN, json!({"invoer": by_number})).await.expect_ok();
            let found = app.fatima().ask("query($n: String!) { inwoner(eigenNummer: $n) { id } }", json!({"n": format!("K-{n}")})).await;
            assert_eq!(found.data("/inwoner/id"), &json!(new), "{n}: by a client number");
            let published = system.published(&traject(&format!("T-{n}")).client_nummer(&format!("K-{n}"))).await;
            assert_eq!(published.clienten, std::slice::from_ref(&new), "{n}: in what is published by it");
            let code = app.fatima().ask("mutation($id: ID!) { koppelcodeUitgeven(inwoner: $id) { code } }", json!({"id": new})).await;
            let by_code = json!({"eigenNummer": format!("U-{n}"), "koppelcode": code.text_at("/koppelcodeUitgeven/code")});
            let coupled = app.ucentraal_systeem().ask(KOPPELEN, json!({"invoer": by_code})).await.expect_ok();
            assert_eq!(coupled.data("/koppelen/id"), &json!(new), "{n}: by a code");
            let asks = json!({"inwoner": new, "doel": "AFSTEMMING_TRAJECT", "waarom": "overleg", "delen": [{"bronhouder": "incluzio", "groepen": ["BUURTTEAM_STATUS"]}]});
            app.fatima().ask("mutation($invoer: VerzoekInvoer!) { toestemmingVragen(invoer: $invoer) { id } }", json!({"invoer": asks})).await.expect_ok();
            told.push(new);
        }
        for list in ["mijnToestemmingsverzoeken", "toestemmingsverzoeken"] {
            let person = if list.starts_with("mijn") { app.fatima() } else { app.tessa() };
            let answer = person.ask(&format!("{{ {list} {{ edges {{ node {{ inwoner {{ id }} }} }} }} }}"), json!({})).await.expect_ok();
            let mut ids: Vec<_> = answer.data(&format!("/{list}/edges")).as_array().unwrap().iter().map(|edge| edge["node"]["inwoner"]["id"].as_str().unwrap().to_owned()).collect();
            ids.sort();
            told.sort();
            assert_eq!(ids, told, "{list}");
        }
        let own = app.fatima().ask("{ mijnInwoners { edges { node { id } } } }", json!({})).await.expect_ok();
        let mut kept: Vec<_> = own.data("/mijnInwoners/edges").as_array().unwrap().iter().map(|edge| edge["node"]["id"].as_str().unwrap().to_owned()).collect();
        kept.sort();
        let of = |n: u32| key(1).id_of(Bsn::new(&bsn(n)).unwrap().expose()).as_str().to_owned();
        let mut earliest = [of(1), of(2)];
        earliest.sort();
        assert_eq!(kept, earliest, "a party's own list: both by the earliest key");
    }
}
