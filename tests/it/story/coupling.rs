//! How a party names a resident: by BSN where it may, by its own client number, by a code with the resident present.

use chrono::TimeDelta;
use schakel_tests::{
    TestApp,
    app::{Answer, Person, bsn, srw_dossier, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::ask_all;

async fn couple(person: &Person<'_>, invoer: Value) -> Answer {
    let mutation = "mutation($invoer: KoppelingInvoer!) { koppelen(invoer: $invoer) { id } }";
    person.ask(mutation, json!({"invoer": invoer})).await
}

async fn by_number(person: &Person<'_>, number: &str) -> Answer {
    let query = "query($nummer: String!) { inwoner(eigenNummer: $nummer) { id } }";
    person.ask(query, json!({"nummer": number})).await
}

async fn issue_code(person: &Person<'_>, inwoner: &str) -> String {
    let mutation = "mutation($id: ID!) { koppelcodeUitgeven(inwoner: $id) { code geldigTot } }";
    let answer = person.ask(mutation, json!({"id": inwoner})).await.expect_ok();
    assert_eq!(
        answer.data("/koppelcodeUitgeven/geldigTot"),
        "2026-06-15T10:15:00+00:00"
    );
    answer.text_at("/koppelcodeUitgeven/code").to_owned()
}

async fn find_by_bsn(person: &Person<'_>, bsn: &str) -> Answer {
    let query = "query($bsn: String!) { inwoner(bsn: $bsn) { id } }";
    person.ask(query, json!({"bsn": bsn})).await
}

in_both_cities! {
    async fn a_party_finds_a_resident_by_its_own_number(app: TestApp) {
        let system = app.gemeente_systeem();
        let inwoner = app.publish_traject(traject("T-1")).await;
        let coupled = couple(&system, json!({"eigenNummer": "K-7", "inwoner": {"bsn": bsn(1)}})).await.expect_ok();
        assert_eq!(coupled.data("/koppelen/id"), &json!(inwoner));
        assert_eq!(by_number(&app.fatima(), "K-7").await.data("/inwoner/id"), &json!(inwoner));
        for (person, number) in [(app.fatima(), "K-8"), (app.ahmed(), "K-7")] {
            assert_eq!(by_number(&person, number).await.expect_ok().data("/inwoner"), &Value::Null);
        }
        let published = system.published(&traject("T-2").client_nummer("K-7")).await;
        assert_eq!(published.clienten, [inwoner]);
        let unknown = system.publish(&traject("T-3").client_nummer("K-8")).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(unknown.errors()[0]["extensions"]["velden"], json!(["clienten.0.eigenNummer"]));
        let other = json!({"eigenNummer": "K-9", "inwoner": {"eigenNummer": "K-8"}});
        let unknown = couple(&system, other).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(unknown.errors()[0]["extensions"]["velden"], json!(["inwoner.eigenNummer"]));
    }

    async fn a_client_number_is_no_bsn(app: TestApp) {
        let system = app.gemeente_systeem();
        let before = app.register_version().await;
        let written = format!("{}.{}", &bsn(1)[..4], &bsn(1)[4..]);
        for number in [bsn(1), bsn(2), written] {
            let invoer = json!({"eigenNummer": number, "inwoner": {"bsn": bsn(1)}, "medewerker": bsn(1)});
            let answer = couple(&system, invoer).await.expect_code("INVOER_ONGELDIG");
            assert_eq!(answer.errors()[0]["extensions"]["velden"], json!(["eigenNummer", "medewerker"]));
            assert!(!answer.text.contains(&bsn(1)), "{}", answer.shown());
        }
        assert_eq!(app.register_version().await, before);
        let lettered = json!({"eigenNummer": format!("K{}", bsn(2)), "inwoner": {"bsn": bsn(1)}});
        couple(&system, lettered).await.expect_ok();
    }

    async fn a_coupling_that_changes_something_is_a_version_of_the_register(app: TestApp) {
        let system = app.gemeente_systeem();
        let before = app.register_version().await;
        let invoer = json!({"eigenNummer": "K-7", "inwoner": {"bsn": bsn(1)}, "medewerker": "fatima"});
        couple(&system, invoer.clone()).await.expect_ok();
        assert_eq!(app.register_version().await, before + 1);
        couple(&system, invoer).await.expect_ok();
        assert_eq!(app.register_version().await, before + 1, "the same again changes nothing");
        let others = json!({"eigenNummer": "K-7", "inwoner": {"bsn": bsn(2)}, "medewerker": "fatima"});
        couple(&system, others).await.expect_ok();
        assert_eq!(app.register_version().await, before + 3, "one binding ended and another began");
        let store = app.register_store().await;
        let id = async |n| schakel::domain::InwonerId::new(app.inwoner(&bsn(n)).await).unwrap();
        let mut both = vec![id(1).await, id(2).await];
        both.sort();
        let mut changed = store.changed_since(before + 1, &both, None).await.unwrap();
        changed.sort();
        assert_eq!(changed, both, "for both of them");
        assert_eq!(store.changed_since(before + 3, &both, None).await.unwrap(), []);
    }

    async fn a_number_can_be_coupled_anew(app: TestApp) {
        let system = app.gemeente_systeem();
        for n in [1, 2] {
            couple(&system, json!({"eigenNummer": "K-7", "inwoner": {"bsn": bsn(n)}})).await.expect_ok();
        }
        assert_eq!(by_number(&system, "K-7").await.data("/inwoner/id"), &json!(app.inwoner(&bsn(2)).await));
    }

    async fn exactly_one_way_to_name_a_resident(app: TestApp) {
        let system = app.gemeente_systeem();
        for invoer in [
            json!({"eigenNummer": "K-1"}),
            json!({"eigenNummer": "K-1", "inwoner": {"bsn": bsn(1)}, "koppelcode": "0123456789"}),
            json!({"eigenNummer": "", "inwoner": {"bsn": bsn(1)}}),
        ] {
            couple(&system, invoer).await.expect_code("INVOER_ONGELDIG");
        }
        let two = json!({"eigenNummer": "K-1", "inwoner": {"bsn": bsn(1), "eigenNummer": "K-2"}});
        couple(&system, two).await.expect_code("VARIABELE_ONGELDIG");
        let query = "query($bsn: String, $nummer: String) { inwoner(bsn: $bsn, eigenNummer: $nummer) { id } }";
        for variables in [json!({}), json!({"bsn": bsn(1), "nummer": "K-1"})] {
            system.ask(query, variables).await.expect_code("INVOER_ONGELDIG");
        }
    }

    async fn a_bsn_must_be_one(app: TestApp) {
        for wrong in ["", "12345678", "abcdefghi", "9999999990"] {
            let answer = find_by_bsn(&app.fatima(), wrong).await.expect_code("INVOER_ONGELDIG");
            assert!(wrong.is_empty() || !answer.text.contains(wrong), "{}", answer.shown());
        }
        let answer = find_by_bsn(&app.fatima(), "123456789").await.expect_code("INVOER_ONGELDIG");
        assert!(answer.text.contains("elfproef") && !answer.text.contains("123456789"), "{}", answer.shown());
    }

    async fn looking_up_by_bsn_is_bounded_per_client(app: TestApp) {
        let mut app = app;
        app.restart_with(|config| config.register.as_mut().unwrap().bsn_lookups_per_minute = 3).await;
        for n in 0..3 {
            find_by_bsn(&app.fatima(), &bsn(n)).await.expect_ok();
        }
        find_by_bsn(&app.fatima(), &bsn(1)).await.expect_code("TE_VEEL_ZOEKVRAGEN");
        find_by_bsn(&app.ahmed(), &bsn(1)).await.expect_ok();
        app.clock().advance(TimeDelta::minutes(1));
        find_by_bsn(&app.fatima(), &bsn(1)).await.expect_ok();
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
    async fn a_code_couples_once(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let code = issue_code(&app.ahmed(), &inwoner).await;
        let system = app.ucentraal_systeem();
        let coupled = couple(&system, json!({"eigenNummer": "U-1", "koppelcode": code})).await.expect_ok();
        assert_eq!(coupled.data("/koppelen/id"), &json!(inwoner));
        let dossier = srw_dossier("S-1").client_nummer("U-1");
        assert_eq!(system.published(&dossier).await.clienten, std::slice::from_ref(&inwoner));
        assert!(!ask_all(&app.joris(), &inwoner).await.data("/inwoner/srw/0/status").is_null());
        let used = couple(&system, json!({"eigenNummer": "U-2", "koppelcode": code})).await.expect_code("ONBEKEND");
        let wrong = couple(&system, json!({"eigenNummer": "U-2", "koppelcode": "0123456789"})).await;
        let late = issue_code(&app.ahmed(), &inwoner).await;
        app.clock().advance(TimeDelta::minutes(15));
        let expired = couple(&system, json!({"eigenNummer": "U-2", "koppelcode": late})).await;
        assert_eq!(used.comparable(), wrong.comparable(), "used looks like never issued");
        assert_eq!(used.comparable(), expired.comparable(), "so does expired");
        assert_eq!(by_number(&system, "U-2").await.data("/inwoner"), &Value::Null);
    }

    async fn only_a_party_with_a_law_for_it_uses_the_bsn(app: TestApp) {
        let system = app.ucentraal_systeem();
        find_by_bsn(&app.joris(), &bsn(1)).await.expect_code("BSN_NIET_GERECHTIGD");
        system.publish(&srw_dossier("S-1")).await.expect_code("BSN_NIET_GERECHTIGD");
        couple(&system, json!({"eigenNummer": "U-1", "inwoner": {"bsn": bsn(1)}})).await.expect_code("BSN_NIET_GERECHTIGD");
        for person in [app.fatima(), app.ahmed(), app.sanne(), app.tessa()] {
            find_by_bsn(&person, &bsn(1)).await.expect_ok();
        }
    }
}
