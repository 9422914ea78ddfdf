//! Who saw what holds no longer hears of it, and nobody else (AVG 16, 17, 19).

use std::collections::BTreeSet;

use chrono::TimeDelta;
use schakel::{domain::Rol, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{Answer, Person, Rectified, bsn, buurtteamdossier, deel, srw_dossier, traject},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_all, ask_lamp, lamp};

const GEMEENTE: &str = "gemeente-utrecht";
const NEWER: &str = "2026-06-02T08:00:00Z";
const NEWEST: &str = "2026-06-03T08:00:00Z";

/// Longer than any answer is under way.
pub(super) fn later(app: &TestApp) {
    app.clock().advance(TimeDelta::minutes(5));
}

pub(super) async fn granted(
    app: &TestApp,
    inwoner: &str,
    partij: &str,
    groepen: &[&str],
) -> schakel_tests::app::Granted {
    app.grant(inwoner, deel(app.city().traject.partij, partij, groepen))
        .await
}

pub(super) fn told(soort: &str, inwoner: &str, groepen: &[&str]) -> Rectified {
    let groepen = groepen.iter().map(|groep| (*groep).to_owned()).collect();
    (soort.to_owned(), inwoner.to_owned(), groepen)
}

fn seen_by(answer: &Answer) -> &Value {
    let data = answer.body["data"].as_object().expect("data");
    &data.values().next().expect("one mutation")["gezienDoor"]
}

pub(super) fn uitkomst(answer: &Answer) -> &str {
    let data = answer.body["data"].as_object().expect("data");
    data.values().next().expect("one mutation")["uitkomst"]
        .as_str()
        .expect("an outcome")
}

pub(super) async fn withdraw(app: &TestApp, bron_id: &str) -> Answer {
    let mutation = "mutation($bronId: String!) { trajectTerugtrekken(bronId: $bronId, reden: \"dubbel\") {
        uitkomst gezienDoor { partij { id } inwoner groepen } } }";
    app.gemeente_systeem()
        .ask(mutation, json!({"bronId": bron_id}))
        .await
        .expect_ok()
}

async fn confirm(person: &Person<'_>, id: &str) -> String {
    let mutation = "mutation($id: UUID!) { trajectRectificatieBevestigen(id: $id) { uitkomst } }";
    let answer = person.ask(mutation, json!({"id": id})).await.expect_ok();
    answer
        .text_at("/trajectRectificatieBevestigen/uitkomst")
        .to_owned()
}

/// What was done in the municipality's log that is about no resident.
async fn acts(app: &TestApp) -> Vec<(String, String)> {
    let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
    let about_nobody = lines.into_iter().filter(|line| line.inwoner.is_empty());
    about_nobody.map(|line| (line.partij, line.handeling)).collect()
}

in_both_cities! {
    async fn only_a_partys_system_and_officer_read_and_confirm_its_own(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        for partij in [app.city().buurtteam.partij, app.city().ander_buurtteam.partij] {
            granted(&app, &inwoner, partij, &["TRAJECT_LOOPT", "TRAJECT_FASE"]).await;
        }
        ask_all(&app.ahmed(), &inwoner).await;
        ask_lamp(&app.sanne(), &inwoner).await;
        later(&app);
        withdraw(&app, "T-1").await;
        for nobody in [app.ahmed(), app.tessa(), app.person(app.city().buurtteam.partij, Rol::Beheerder)] {
            let answer = nobody.rectificaties(None, 100).await;
            let codes: BTreeSet<&str> = answer.codes().into_iter().collect();
            assert_eq!(codes, BTreeSet::from(["ROL_NIET_BEVOEGD"]), "{}", answer.shown());
        }
        let other_doel = app.incluzio_systeem().doel(schakel::domain::Doel::Nazorg);
        assert!(other_doel.rectificaties(None, 100).await.codes().contains(&"DOEL_NIET_GEDEKT"));
        let officer = app.person(app.city().buurtteam.partij, Rol::FunctionarisGegevensbescherming).doel(schakel::domain::Doel::Verantwoording);
        let answer = officer.rectificaties(None, 100).await.expect_ok();
        let node = answer.data("/rectificaties/traject/edges/0/node");
        assert_eq!(node["bronhouder"]["id"], app.city().traject.partij);
        assert_eq!(node["bevestigdOp"], Value::Null);
        let id = node["id"].as_str().unwrap();
        assert_eq!(confirm(&app.lokalis_systeem(), id).await, "ONBEKEND", "another's looks like none");
        assert_eq!(confirm(&officer, id).await, "BEVESTIGD");
        assert_eq!(confirm(&app.incluzio_systeem(), id).await, "WAS_AL_BEVESTIGD");
        let answer = officer.rectificaties(None, 100).await.expect_ok();
        assert_ne!(answer.data("/rectificaties/traject/edges/0/node/bevestigdOp"), &Value::Null);
        assert_eq!(app.lokalis_systeem().heard_of_trajecten().await, [told("TERUGTREKKING", &inwoner, &["TRAJECT_LOOPT"])]);
    }

    async fn a_wrong_number_is_told_to_who_was_misled_and_never_whose_it_was_instead(app: TestApp) {
        let wrong = app.publish_traject(traject("T-1").client_bsn(&bsn(1))).await;
        granted(&app, &wrong, app.city().buurtteam.partij, &["TRAJECT_LOOPT"]).await;
        ask_lamp(&app.ahmed(), &wrong).await;
        later(&app);
        let right = app.publish_traject(traject("T-1").client_bsn(&bsn(2)).versie(NEWER)).await;
        let answer = app.incluzio_systeem().rectificaties(None, 100).await.expect_ok();
        assert!(answer.text.contains(&wrong) && !answer.text.contains(&right), "{}", answer.shown());
        let heard = [told("TERUGTREKKING", &wrong, &["TRAJECT_LOOPT"])];
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, heard);
    }

    async fn progress_is_told_to_nobody_and_a_correction_to_who_saw_what_was_wrong(app: TestApp) {
        let system = app.gemeente_systeem();
        let inwoner = app.publish_traject(traject("T-1")).await;
        for partij in [app.city().buurtteam.partij, app.city().ander_buurtteam.partij] {
            granted(&app, &inwoner, partij, &["TRAJECT_LOOPT", "TRAJECT_FASE"]).await;
        }
        ask_all(&app.ahmed(), &inwoner).await;
        later(&app);
        system.published(&traject("T-1").versie(NEWER).fase("AANBOD", "2026-06-02")).await;
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, [], "the source owns the phase");
        later(&app);
        ask_all(&app.sanne(), &inwoner).await;
        let answer = system.rectify_traject("T-1", &["TRAJECT_FASE", "TRAJECT_FINANCIEEL"]).await.expect_ok();
        assert_eq!(uitkomst(&answer), "RECHTGEZET");
        let heard = told("CORRECTIE", &inwoner, &["TRAJECT_FASE"]);
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, std::slice::from_ref(&heard));
        assert_eq!(app.lokalis_systeem().heard_of_trajecten().await, [], "what Lokalis saw stands");
        let again = system.rectify_traject("T-1", &["TRAJECT_FASE"]).await.expect_ok();
        assert_eq!(seen_by(&again), &json!([]), "twice says no more than once");
        later(&app);
        app.look_again().await;
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, [heard]);
        system.rectify_traject("T-1", &["SRW_STATUS"]).await.expect_code("INVOER_ONGELDIG");
        system.rectify_traject("T-1", &[]).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(uitkomst(&system.rectify_traject("T-9", &["TRAJECT_FASE"]).await), "ONBEKEND");
        app.fatima().rectify_traject("T-1", &["TRAJECT_FASE"]).await.expect_code("ROL_NIET_BEVOEGD");
    }

    async fn who_looked_before_it_was_there_or_after_it_was_gone_hears_nothing(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        granted(&app, &inwoner, app.city().buurtteam.partij, &["TRAJECT_LOOPT"]).await;
        granted(&app, &inwoner, app.city().ander_buurtteam.partij, &["TRAJECT_LOOPT"]).await;
        ask_lamp(&app.ahmed(), &inwoner).await;
        later(&app);
        app.publish_traject(traject("T-1")).await;
        later(&app);
        withdraw(&app, "T-1").await;
        later(&app);
        ask_lamp(&app.sanne(), &inwoner).await;
        app.look_again().await;
        later(&app);
        app.look_again().await;
        for system in [app.incluzio_systeem(), app.lokalis_systeem()] {
            assert_eq!(system.heard_of_trajecten().await, [], "that there was a traject is told to nobody");
        }
    }

    async fn an_answer_that_was_under_way_is_found_later(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        granted(&app, &inwoner, app.city().buurtteam.partij, &["TRAJECT_LOOPT"]).await;
        later(&app);
        assert_eq!(seen_by(&withdraw(&app, "T-1").await), &json!([]));
        // Decided in the same moment, and logged after the commit.
        ask_lamp(&app.ahmed(), &inwoner).await;
        assert_eq!(app.look_again().await, 0, "not yet");
        later(&app);
        assert_eq!(app.look_again().await, 1);
        let heard = [told("TERUGTREKKING", &inwoner, &["TRAJECT_LOOPT"])];
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, heard);
        assert_eq!(app.look_again().await, 0, "one second look");
    }

    async fn what_nobody_saw_leaves_no_word_of_whom_it_was_about(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        later(&app);
        app.gemeente_systeem().erase_traject("T-1").await.expect_ok();
        let of_trajecten = async || app.tables_with(&inwoner).await.into_iter().filter(|table| table.starts_with("traject")).collect::<Vec<_>>();
        assert_eq!(of_trajecten().await, ["trajectbegeleiding.herroeping"], "somebody may be under way");
        later(&app);
        assert_eq!(app.look_again().await, 1);
        assert_eq!(of_trajecten().await, [""; 0]);
    }

    async fn pages_go_on_where_the_last_ended(app: TestApp) {
        for n in 1..=3 {
            let record = traject(&format!("T-{n}")).client_bsn(&bsn(n));
            let inwoner = app.publish_traject(record).await;
            granted(&app, &inwoner, app.city().buurtteam.partij, &["TRAJECT_LOOPT"]).await;
            ask_lamp(&app.ahmed(), &inwoner).await;
        }
        later(&app);
        for n in 1..=3 {
            withdraw(&app, &format!("T-{n}")).await;
        }
        let system = app.incluzio_systeem();
        let all = system.heard_of_trajecten().await;
        let mut read = Vec::new();
        let mut na: Option<String> = None;
        loop {
            let answer = system.rectificaties(na.as_deref(), 2).await.expect_ok();
            let page = answer.data("/rectificaties/traject");
            read.extend(page["edges"].as_array().unwrap().iter().map(|edge| edge["node"]["inwoner"].clone()));
            na = page["pageInfo"]["endCursor"].as_str().map(str::to_owned);
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
        }
        assert_eq!(read, all.iter().map(|(_, inwoner, _)| json!(inwoner)).collect::<Vec<_>>());
        assert!(system.rectificaties(Some("x"), 2).await.codes().contains(&"INVOER_ONGELDIG"));
    }

    async fn a_withdrawn_record_that_is_erased_is_told_once(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        granted(&app, &inwoner, app.city().buurtteam.partij, &["TRAJECT_LOOPT"]).await;
        ask_lamp(&app.ahmed(), &inwoner).await;
        later(&app);
        withdraw(&app, "T-1").await;
        later(&app);
        let erased = app.gemeente_systeem().erase_traject("T-1").await.expect_ok();
        assert_eq!((uitkomst(&erased), seen_by(&erased)), ("GEWIST", &json!([])));
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await.len(), 1);
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn who_saw_a_withdrawn_traject_hears_so_without_a_ground_and_nobody_else(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        let grant = granted(&app, &inwoner, "incluzio", &["TRAJECT_LOOPT"]).await;
        granted(&app, &inwoner, "u-centraal", &["TRAJECT_LOOPT"]).await;
        ask_all(&app.ahmed(), &inwoner).await;
        ask_all(&app.sanne(), &inwoner).await;
        app.revoke(&grant).await;
        later(&app);
        let answer = withdraw(&app, "T-1").await;
        assert_eq!(seen_by(&answer), &json!([{"partij": {"id": "incluzio"}, "inwoner": inwoner, "groepen": ["TRAJECT_LOOPT"]}]));
        let heard = [told("TERUGTREKKING", &inwoner, &["TRAJECT_LOOPT"])];
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, heard);
        for nobody in [app.lokalis_systeem(), app.ucentraal_systeem(), app.gemeente_systeem()] {
            assert_eq!(nobody.heard_of_trajecten().await, [], "{}", nobody.partij());
        }
        let again = withdraw(&app, "T-1").await;
        assert_eq!((uitkomst(&again), seen_by(&again)), ("WAS_AL_TERUGGETROKKEN", &json!([])));
        later(&app);
        assert_eq!(app.look_again().await, 1);
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, heard, "once is enough");
        let acts = acts(&app).await;
        let act = |partij: &str, what: &str| (partij.to_owned(), what.to_owned());
        assert_eq!(acts, [
            act(GEMEENTE, "DOSSIER_TERUGTREKKEN"), act("incluzio", "RECTIFICATIES_LEZEN"),
            act(GEMEENTE, "DOSSIER_TERUGTREKKEN"), act("incluzio", "RECTIFICATIES_LEZEN"),
        ]);
    }

    async fn an_erased_record_stands_in_no_table_and_never_comes_back(app: TestApp) {
        let marked = |record: schakel_tests::app::Record| {
            let text = record.invoer().to_string();
            (record, text)
        };
        let (t, _) = marked(traject("T-zwaluw")
            .with("nazorg", json!({"start": "2026-06-01"}))
            .with("betrokkenen", json!([{"contact": {"naam": "zwaluwteken"}, "rol": "BUDGETCOACH", "organisatie": "zwaluwteken", "taak": "zwaluwteken"}]))
            .with("regisseurs", json!([{"contact": {"naam": "zwaluwteken", "email": "zwaluwteken@gemeente.example"}, "sinds": "2026-03-02"}])));
        let inwoner = app.publish_traject(t.clone()).await;
        let verwijzing = json!([{"bronId": "zwaluwteken", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": "INGEDIEND", "ingediendOp": "2026-04-02", "vraag": "zwaluwteken"}]);
        let s = srw_dossier("S-zwaluw").client_id(&inwoner).with("verwijzingen", verwijzing);
        app.publish_srw(s).await;
        let b = buurtteamdossier("B-zwaluw").with("team", json!("zwaluwteken")).with("doelen", json!([{"onderwerp": "zwaluwteken", "sinds": "2026-02-17", "status": "BEZIG"}]));
        app.publish_buurtteam(b).await;
        assert!(app.tables_with("zwaluw").await.len() >= 8, "the marks are seen");
        granted(&app, &inwoner, "incluzio", &["TRAJECT_FASE"]).await;
        ask_all(&app.ahmed(), &inwoner).await;
        later(&app);
        let erased = app.gemeente_systeem().erase_traject("T-zwaluw").await.expect_ok();
        assert_eq!(seen_by(&erased), &json!([{"partij": {"id": "incluzio"}, "inwoner": inwoner, "groepen": ["TRAJECT_FASE"]}]));
        for (system, field, id) in [(app.ucentraal_systeem(), "srwDossierWissen", "S-zwaluw"), (app.incluzio_systeem(), "buurtteamdossierWissen", "B-zwaluw")] {
            let mutation = format!("mutation {{ {field}(bronId: \"{id}\", grond: BEZWAAR) {{ uitkomst gezienDoor {{ groepen }} }} }}");
            let answer = system.ask(&mutation, json!({})).await.expect_ok();
            assert_eq!(uitkomst(&answer), "GEWIST");
        }
        assert_eq!(app.tables_with("zwaluw").await, BTreeSet::new());
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, [told("VERWIJDERING", &inwoner, &["TRAJECT_FASE"])]);
        let system = app.gemeente_systeem();
        for record in [t.clone(), t.versie(NEWEST)] {
            assert_eq!(system.published(&record).await.uitkomst, "GEWIST");
        }
        assert_eq!(lamp(&ask_lamp(&app.fatima(), &inwoner).await), Ok(None), "for its owner too");
        assert_eq!(app.tables_with("zwaluw").await, BTreeSet::new());
        assert_eq!(uitkomst(&system.erase_traject("T-zwaluw").await), "WAS_AL_GEWIST");
        assert_eq!(uitkomst(&system.erase_traject("T-9").await), "ONBEKEND");
        app.fatima().erase_traject("T-zwaluw").await.expect_code("ROL_NIET_BEVOEGD");
        app.incluzio_systeem().erase_traject("T-zwaluw").await.expect_code("PARTIJ_NIET_BEVOEGD");
        assert_eq!(system.published(&traject("T-2")).await.uitkomst, "NIEUW", "another record may be kept");
    }
}
