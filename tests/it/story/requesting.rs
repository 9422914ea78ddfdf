//! Asking for consent: what the consent managers see, what the asker learns, and that a refusal gives rest.

use chrono::TimeDelta;
use schakel_tests::{
    app::{Answer, bsn, meekijken, unknown_id},
    in_both_cities,
};
use serde_json::{Value, json};

use super::queries::{ask_lamp, lamp};

fn id(answer: &Answer) -> String {
    answer.text_at("/toestemmingVragen/id").to_owned()
}

fn refusal(inwoner: &str, verzoek: &str) -> Value {
    json!({"inwoner": inwoner, "verzoek": verzoek})
}

/// Status and moment of the only request.
fn outcome(answer: &Answer) -> (&Value, &Value) {
    let node = answer.data("/mijnToestemmingsverzoeken/edges/0/node");
    (&node["status"], &node["beantwoordOp"])
}

in_both_cities! {
    async fn a_request_waits_with_the_consent_managers_and_is_granted(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let before = app.register_version().await;
        let asked = app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok();
        assert_eq!(asked.data("/toestemmingVragen/registerversie"), &json!(before + 1), "a request is an event too");
        let verzoek = id(&asked);
        app.clock().advance(TimeDelta::days(3));
        let queue = app.tessa().queue(10, None).await.expect_ok();
        assert_eq!(queue.data("/toestemmingsverzoeken/edges/0/node"), &json!({
            "id": verzoek, "inwoner": {"id": inwoner}, "vrager": {"id": app.city().meekijker.partij}, "waarom": "om afspraken af te stemmen",
            "delen": [{"bronhouder": {"id": app.city().traject.partij}, "groepen": ["TRAJECT_LOOPT"]}], "dagenOpen": 3,
        }));
        assert_eq!(outcome(&app.meekijker().my_requests().await.expect_ok()), (&json!("OPEN"), &Value::Null));
        let grant = meekijken(&app, &["TRAJECT_LOOPT"]).with("verzoek", json!(verzoek));
        app.grant(&inwoner, grant).await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
        let mine = app.meekijker().my_requests().await.expect_ok();
        assert_eq!(outcome(&mine), (&json!("TOEGEKEND"), &json!("2026-06-18T10:00:00+00:00")));
        assert_eq!(app.tessa().queue(10, None).await.data("/toestemmingsverzoeken/edges"), &json!([]));
        assert_eq!(app.sanne().my_requests().await.data("/mijnToestemmingsverzoeken/edges"), &json!([]), "another party's");
    }

    async fn the_number_that_waits_tells_of_nobody_and_one_resident_can_be_asked_about(app: TestApp) {
        const COUNT: &str = "query($inwoner: ID) {
            toestemmingsverzoekenAantal
            toestemmingsverzoeken(inwoner: $inwoner) { edges { node { inwoner { id } } } }
        }";
        let (one, other) = (app.inwoner(&bsn(1)).await, app.inwoner(&bsn(2)).await);
        for inwoner in [&one, &other] {
            app.meekijker().request(inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok();
        }
        let told = app.tessa().ask(COUNT, json!({"inwoner": other})).await.expect_ok();
        assert_eq!(told.data("/toestemmingsverzoekenAantal"), &json!(2));
        assert_eq!(told.data("/toestemmingsverzoeken/edges"), &json!([{"node": {"inwoner": {"id": other}}}]));
        app.meekijker().ask("{ toestemmingsverzoekenAantal }", json!({})).await.expect_code("ROL_NIET_BEVOEGD");
    }

    async fn an_answer_is_to_what_was_asked_and_to_all_of_it(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let (owner, asker) = (app.city().traject.partij, app.city().meekijker.partij);
        let asked = app.meekijker().request(&inwoner, owner, &["TRAJECT_FASE", "TRAJECT_CONTACT"]).await.expect_ok();
        let verzoek = id(&asked);
        let part = |groepen: &[&str]| json!([{"bronhouder": owner, "ontvanger": asker, "groepen": groepen}]);
        for (field, value) in [
            ("delen", part(&["TRAJECT_FASE"])),
            ("delen", part(&["TRAJECT_LOOPT"])),
            ("doel", json!("UITVOEREN_VERWIJZING")),
        ] {
            let mut otherwise = refusal(&inwoner, &verzoek);
            otherwise[field] = value;
            let told = app.tessa().refuse(otherwise).await.expect_code("INVOER_ONGELDIG");
            assert!(told.text.contains("is iets anders dan het verzoek vraagt"), "{}", told.text);
        }
        let other = meekijken(&app, &["TRAJECT_LOOPT"]).with("verzoek", json!(verzoek));
        app.tessa().grant(&inwoner, other).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(outcome(&app.meekijker().my_requests().await.expect_ok()).0, "OPEN", "still");
        let mut whole = refusal(&inwoner, &verzoek);
        whole["delen"] = part(&["TRAJECT_CONTACT", "TRAJECT_FASE"]);
        app.tessa().refuse(whole).await.expect_ok();
        assert_eq!(outcome(&app.meekijker().my_requests().await.expect_ok()).0, "GEWEIGERD");
        app.meekijker().request(&inwoner, owner, &["TRAJECT_FASE"]).await.expect_code("VERZOEK_TE_VROEG");
    }

    async fn after_a_refusal_nobody_asks_again_for_a_while(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let verzoek = id(&app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok());
        app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_code("VERZOEK_LOOPT");
        app.tessa().refuse(refusal(&inwoner, &verzoek)).await.expect_ok();
        assert_eq!(outcome(&app.meekijker().my_requests().await.expect_ok()).0, "GEWEIGERD");
        let before = app.register_events().await;
        let again = app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_code("VERZOEK_TE_VROEG");
        assert!(again.text.contains("2026-09-13"), "{}", again.text);
        assert_eq!(app.register_events().await, before);
        for (groep, expected) in [("TRAJECT_LOOPT", Some("VERZOEK_TE_VROEG")), ("TRAJECT_CONTACT", None)] {
            let for_another_doel = json!({
                "inwoner": inwoner, "doel": "UITVOEREN_VERWIJZING", "waarom": "om te verwijzen",
                "delen": [{"bronhouder": app.city().traject.partij, "groepen": [groep]}],
            });
            let asked = app.meekijker().request_as(for_another_doel).await;
            assert_eq!(asked.codes().first().copied(), expected, "{}", asked.shown());
        }
        app.sanne().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok();
        app.clock().advance(TimeDelta::days(90));
        app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok();
    }

    async fn of_two_who_answer_at_once_one_wins_and_the_other_is_told(app: TestApp) {
        for n in 1..6 {
            let inwoner = app.inwoner(&bsn(n)).await;
            let verzoek = id(&app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok());
            let grant = meekijken(&app, &["TRAJECT_LOOPT"]).with("verzoek", json!(verzoek));
            let (tessa, tom) = (app.tessa(), app.tom());
            let (granted, refused) = tokio::join!(tessa.grant(&inwoner, grant), tom.refuse(refusal(&inwoner, &verzoek)));
            let codes = [granted.codes(), refused.codes()].concat();
            assert_eq!(codes, ["VERZOEK_BEANTWOORD"], "{} {}", granted.text, refused.text);
        }
    }

    async fn the_asker_takes_a_request_back(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let verzoek = id(&app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok());
        app.sanne().end_request(&verzoek).await.expect_code("ONBEKEND");
        app.meekijker().end_request(&verzoek).await.expect_ok();
        let events = app.register_events().await;
        app.meekijker().end_request(&verzoek).await.expect_ok();
        assert_eq!(app.register_events().await, events, "twice is once");
        app.tessa().refuse(refusal(&inwoner, &verzoek)).await.expect_code("VERZOEK_BEANTWOORD");
        assert_eq!(outcome(&app.meekijker().my_requests().await.expect_ok()).0, "INGETROKKEN");
        app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok();
    }

    async fn asking_tells_nothing_of_a_resident(app: TestApp) {
        let known = app.publish_everything(&bsn(1)).await;
        let mut told = Vec::new();
        for inwoner in [known.as_str(), &unknown_id(9)] {
            let answer = app.meekijker().request(inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok();
            told.push(answer.comparable().replace(&id(&answer), ""));
        }
        assert_eq!(told[0], told[1]);
        let mine = app.meekijker().my_requests().await.expect_ok();
        let nodes: Vec<Value> = (0..2).map(|at| mine.data(&format!("/mijnToestemmingsverzoeken/edges/{at}/node")).clone()).collect();
        for field in ["status", "beantwoordOp", "delen", "doel", "gevraagdOp"] {
            assert_eq!(nodes[0][field], nodes[1][field], "{field}");
        }
    }

    async fn where_people_have_their_own_residents_nobody_hears_whom_a_colleague_asked(app: TestApp) {
        app.change_inrichting(|utrecht| {
            let mut parties = utrecht.samenwerkingen[0].partijen.iter_mut();
            let incluzio = parties.find(|partij| partij.id.as_str() == app.city().meekijker.partij).unwrap();
            incluzio.betrokkenheid = schakel::domain::Betrokkenheid::Medewerker;
        }).await;
        let inwoner = app.inwoner(&bsn(1)).await;
        app.meekijker().request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok();
        let colleague = app.meekijker().named("bram").my_requests().await.expect_ok();
        assert_eq!(colleague.data("/mijnToestemmingsverzoeken/edges"), &json!([]));
        assert_eq!(outcome(&app.meekijker().my_requests().await.expect_ok()).0, "OPEN");
    }

    async fn what_does_not_fit_is_refused_whole(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let invoer = |change: fn(&mut Value)| {
            let mut invoer = json!({"inwoner": inwoner, "doel": "AFSTEMMING_TRAJECT", "waarom": "overleg",
                "delen": [{"bronhouder": app.city().traject.partij, "groepen": ["TRAJECT_LOOPT"]}]});
            change(&mut invoer);
            invoer
        };
        for (change, code) in [
            ((|invoer| invoer["delen"] = json!([])) as fn(&mut Value), "INVOER_ONGELDIG"),
            (|invoer| invoer["delen"][0]["bronhouder"] = json!("niemand"), "INVOER_ONGELDIG"),
            (|invoer| invoer["delen"][0]["bronhouder"] = json!("toestemmingsbeheer"), "INVOER_ONGELDIG"),
            (|invoer| invoer["delen"][0]["groepen"] = json!(["SRW_STATUS"]), "INVOER_ONGELDIG"),
            (|invoer| invoer["delen"][0]["groepen"] = json!(["999990342"]), "VARIABELE_ONGELDIG"),
            (|invoer| invoer["waarom"] = json!("voor 999990342"), "INVOER_ONGELDIG"),
            (|invoer| invoer["doel"] = json!("SIGNALERING"), "ROL_NIET_BEVOEGD"),
        ] {
            let answer = app.meekijker().request_as(invoer(change)).await.expect_code(code);
            assert!(!answer.text.contains("999990342"), "{}", answer.text);
        }
        app.system_of(app.city().meekijker).request_as(invoer(|_| {})).await.expect_code("ROL_NIET_BEVOEGD");
        app.tessa().request_as(invoer(|_| {})).await.expect_code("ROL_NIET_BEVOEGD");
        assert_eq!(app.register_events().await, 0);
    }

    async fn the_queue_comes_in_pages_the_oldest_first(app: TestApp) {
        for n in 1..6 {
            let inwoner = app.inwoner(&bsn(n)).await;
            let who = if n % 2 == 0 { app.meekijker() } else { app.sanne() };
            who.request(&inwoner, app.city().traject.partij, &["TRAJECT_LOOPT"]).await.expect_ok();
            app.clock().advance(TimeDelta::days(1));
        }
        let mut days = Vec::new();
        let mut place: Option<String> = None;
        loop {
            let page = app.tessa().queue(2, place.as_deref()).await.expect_ok();
            let edges = page.data("/toestemmingsverzoeken/edges").as_array().unwrap();
            days.extend(edges.iter().map(|edge| edge["node"]["dagenOpen"].as_i64().unwrap()));
            if page.data("/toestemmingsverzoeken/pageInfo/hasNextPage") == &json!(false) {
                break;
            }
            place = Some(page.text_at("/toestemmingsverzoeken/pageInfo/endCursor").to_owned());
        }
        assert_eq!(days, [5, 4, 3, 2, 1]);
        let at_incluzio = app.person(app.city().meekijker.partij, schakel::domain::Rol::Toestemmingsbeheerder);
        let mine = at_incluzio.queue(10, None).await.expect_ok();
        assert_eq!(mine.data("/toestemmingsverzoeken/edges").as_array().unwrap().len(), 2, "what includes its party");
        app.meekijker().queue(10, None).await.expect_code("ROL_NIET_BEVOEGD");
        app.tessa().queue(0, Some("x")).await.expect_code("INVOER_ONGELDIG");
    }
}
