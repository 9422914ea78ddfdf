//! Having a debt traject is itself the sensitive fact: who may not know gets the same answer, record or not.

use std::sync::Arc;

use schakel::domain::{Doel, InwonerId, PartijId};
use schakel_tests::{
    TestApp,
    app::{Answer, Person, bsn, buurtteamdossier, srw_dossier, traject, unknown_id},
    in_both_cities,
};
use serde_json::json;

use super::queries::{OVERVIEW, ask_all};

/// A resident of whom every party but this one holds a record.
async fn known_to_all_but(app: &TestApp, partij: &str, n: u32) -> String {
    let (number, name) = (bsn(n), format!("R-{n}"));
    let inwoner = app.inwoner(&number).await;
    if partij != app.city().traject.partij {
        app.publish_traject(traject(&name).client_bsn(&number)).await;
    }
    if app.city().srw.is_some_and(|srw| partij != srw.partij) {
        app.publish_srw(srw_dossier(&name).client_id(&inwoner)).await;
    }
    for system in [app.incluzio_systeem(), app.lokalis_systeem()] {
        if partij != system.partij() {
            system
                .published(&buurtteamdossier(&name).client_bsn(&number))
                .await;
        }
    }
    inwoner
}

/// The answer without the id that was asked.
fn without(answer: &Answer, inwoner: &str) -> String {
    assert!(answer.text.contains(inwoner), "{}", answer.shown());
    answer.comparable().replace(inwoner, "INWONER")
}

in_both_cities! {
    async fn with_and_without_a_record_answers_are_alike(app: TestApp) {
        let nobody = unknown_id(9);
        for (n, partij) in (1..).zip(app.city().partijen()) {
            let known = known_to_all_but(&app, partij, n).await;
            let person = app.professional(partij);
            for doel in [Doel::AfstemmingTraject, Doel::Nazorg, Doel::InzageInwoner] {
                let person = person.clone().doel(doel);
                let (one, other) = (ask_all(&person, &known).await, ask_all(&person, &nobody).await);
                assert_eq!(without(&one, &known), without(&other, &nobody), "{partij} for {doel}");
            }
        }
    }

    async fn toegang_says_the_same_with_and_without_a_record(app: TestApp) {
        let (known, nobody) = (known_to_all_but(&app, app.meekijker().partij(), 1).await, unknown_id(9));
        let one = app.meekijker().ask(OVERVIEW, json!({"id": known})).await;
        let other = app.meekijker().ask(OVERVIEW, json!({"id": nobody})).await;
        assert_eq!(without(&one, &known), without(&other, &nobody));
    }

    async fn a_grant_on_nothing_tells_that_there_is_nothing_and_no_more(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        let answer = ask_all(&app.meekijker(), &inwoner).await.expect_ok();
        assert!(answer.data("/inwoner/trajecten/0/loopt").is_null());
        assert_eq!(answer.reden("TRAJECT_LOOPT", app.city().traject.partij), None);
    }

    async fn a_known_and_an_unknown_bsn_look_alike(app: TestApp) {
        known_to_all_but(&app, "toestemmingsbeheer", 1).await;
        let find = async |person: Person<'_>, number: &str| {
            let query = "query($bsn: String!) { inwoner(bsn: $bsn) { id trajecten { loopt { loopt } } buurtteams { status { betrokken } } } }";
            let answer = person.ask(query, json!({"bsn": number})).await.expect_ok();
            let id = answer.text_at("/inwoner/id").to_owned();
            assert_eq!(id.len(), 26);
            without(&answer, &id)
        };
        assert_eq!(find(app.tessa(), &bsn(1)).await, find(app.tessa(), &bsn(2)).await);
        assert_eq!(app.inwoner(&bsn(2)).await, app.inwoner(&bsn(2)).await, "it has an id all the same");
    }

    async fn a_register_tells_owners_of_changes_that_touch_their_records_only(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let register = Arc::clone(&app.installation().held.as_ref().unwrap().register);
        let before = register.store().stand().await.unwrap().versie;
        app.grant(&inwoner, "LAMPJE").await;
        let id = [InwonerId::new(inwoner.as_str()).unwrap()];
        for (owner, expected) in [(app.city().traject.partij, true), ("stadsgeldbeheer", false)] {
            let owners = [PartijId::new(owner).unwrap()].into();
            let changes = register.changes_of(before, &id, Some(&owners)).await.unwrap();
            assert_eq!(changes.changed.touches(&id[0]), expected, "{owner}");
        }
    }

    async fn withdrawn_records_look_like_none(app: TestApp) {
        let known = app.publish_traject(traject("T-1")).await;
        let nobody = unknown_id(9);
        for inwoner in [&known, &nobody] {
            app.grant(inwoner, "SAMENWERKEN").await;
        }
        app.gemeente_systeem().withdraw("T-1").await.expect_ok();
        for person in [app.meekijker(), app.fatima()] {
            let (one, other) = (ask_all(&person, &known).await, ask_all(&person, &nobody).await);
            assert_eq!(without(&one, &known), without(&other, &nobody), "{}", person.partij());
        }
    }
}
