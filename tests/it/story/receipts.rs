//! What a resident takes home: a page in plain words, a record for machines, a code by which to stop.

use schakel_tests::{
    Logs, TestApp,
    app::{Answer, Person, bsn, deel},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_lamp, lamp};

async fn get(person: &Person<'_>, app: &TestApp, gesprek: &str, accept: &str) -> Answer {
    let url = app.url(&format!("/toestemming/v1/ontvangstbewijs/{gesprek}"));
    let request = app
        .http()
        .get(url)
        .bearer_auth(person.token())
        .header("Accept", accept);
    Answer::of(request.header("Doel", "INZAGE_INWONER")).await
}

in_both_cities! {
    async fn looking_beforehand_by_a_code_is_one_try(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let code = app.tessa().receipt_code(&granted.gesprek).await;
        for _ in 0..9 {
            app.ahmed().preview(json!({"intrekken": {"code": code}})).await.expect_ok();
        }
        app.ahmed().revoke(json!({"code": code})).await.expect_ok();
    }

    async fn a_forged_code_is_unknown_and_trying_is_bounded(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let code = app.tessa().receipt_code(&granted.gesprek).await;
        let events = app.register_events().await;
        for n in 0..10 {
            app.ahmed().revoke(json!({"code": format!("0000-0000-0000-{n:04}")})).await.expect_code("ONBEKEND");
        }
        app.ahmed().revoke(json!({"code": code})).await.expect_code("TE_VEEL_POGINGEN");
        assert_eq!(app.register_events().await, events, "nothing was written");
        app.clock().advance(chrono::TimeDelta::minutes(1));
        app.ahmed().revoke(json!({"code": code})).await.expect_ok();
    }

    async fn the_page_is_plain_dutch_without_scripts(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let page = get(&app.tessa(), &app, &granted.gesprek, "text/html").await;
        assert_eq!((page.status, page.headers["content-type"].to_str().unwrap()), (200, "text/html; charset=utf-8"));
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        assert!(page.text.contains("of u hulp krijgt bij schulden") && !page.text.contains("<script"));
        assert!(!page.text.contains(&inwoner) && !page.text.contains(&bsn(1)), "a page of paper names nobody");
        let url = app.url(&format!("/toestemming/v1/ontvangstbewijs/{}", granted.gesprek));
        let handed_out = app.http().post(url).bearer_auth(app.tessa().token()).header("Doel", "INZAGE_INWONER").send().await.unwrap();
        let text = handed_out.text().await.unwrap();
        let (_, after) = text.split_once("<p class=\"code\">").expect("a code");
        let (code, _) = after.split_once('<').unwrap();
        app.sanne().revoke(json!({"code": code})).await.expect_ok();
    }

    async fn a_receipt_is_for_consent_managers_and_privacy_officers(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let granted = app.grant(&inwoner, schakel_tests::app::met_buurtteam(&app, &["TRAJECT_LOOPT"])).await;
        let nobody = "01a20436-af7d-734a-9373-e4fdfb9c845d";
        let at_lokalis = app.person(app.city().ander_buurtteam.partij, schakel::domain::Rol::Toestemmingsbeheerder).doel(schakel::domain::Doel::InzageInwoner);
        let anothers = get(&at_lokalis, &app, &granted.gesprek, "text/html").await.expect_problem(404, "ONBEKEND");
        let unknown = get(&at_lokalis, &app, nobody, "text/html").await.expect_problem(404, "ONBEKEND");
        assert_eq!(anothers.comparable(), unknown.comparable());
        get(&app.tessa(), &app, "geen-gesprek", "text/html").await.expect_problem(404, "ONBEKEND");
        let worker = app.person(app.city().buurtteam.partij, schakel::domain::Rol::Toestemmingsbeheerder).rollen([schakel::domain::Rol::Buurtteammedewerker]);
        let url = app.url(&format!("/toestemming/v1/ontvangstbewijs/{}", granted.gesprek));
        let asked = app.http().get(&url).bearer_auth(worker.token()).header("Doel", "AFSTEMMING_TRAJECT");
        Answer::of(asked).await.expect_problem(403, "ROL_NIET_BEVOEGD");
        Answer::of(app.http().get(&url)).await.expect_problem(401, "TOKEN_ONTBREEKT");
        let mutation = "mutation($gesprek: UUID!) { ontvangstbewijsUitgeven(gesprek: $gesprek) { code } }";
        app.farid().ask(mutation, json!({"gesprek": granted.gesprek})).await.expect_code("ROL_NIET_BEVOEGD");
        app.tessa().ask(mutation, json!({"gesprek": nobody})).await.expect_code("ONBEKEND");
    }
}

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
    async fn whoever_has_the_code_can_record_that_the_resident_stops(app: TestApp) {
        let logs = Logs::capture();
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let code = app.tessa().receipt_code(&granted.gesprek).await;
        assert_eq!(code.len(), 16);
        let written = code.to_uppercase().chars().collect::<Vec<_>>().chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-");
        let answer = app.joris().revoke(json!({"code": written})).await.expect_ok();
        let told = answer.data("/toestemmingIntrekken/toestemmingen").as_array().unwrap();
        assert_eq!(told.len(), 1, "Joris hears of the grant to his own party: {}", answer.text);
        for person in [app.ahmed(), app.sanne(), app.joris()] {
            assert_eq!(lamp(&ask_lamp(&person, &inwoner).await), Err("INGETROKKEN".to_owned()));
        }
        let events = app.register_events().await;
        app.joris().revoke(json!({"code": code})).await.expect_ok();
        assert_eq!(app.register_events().await, events, "twice is once");
        logs.assert_without(&[&code, &written]);
    }

    async fn who_shows_an_older_receipt_is_told_that_something_newer_holds(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let lamp_for = || deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"]);
        let first = app.grant(&inwoner, lamp_for()).await;
        let code = app.tessa().receipt_code(&first.gesprek).await;
        app.grant(&inwoner, lamp_for().with("vervangt", json!(first.ids))).await;
        app.joris().revoke(json!({"code": code})).await.expect_code("NIETS_MEER_OPEN");
        assert_eq!(lamp(&ask_lamp(&app.ahmed(), &inwoner).await), Ok(Some(true)), "and nobody says that it ended");
    }

    async fn the_record_is_the_same_at_both_doors(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let door = get(&app.tessa(), &app, &granted.gesprek, "application/json").await;
        let query = "query($gesprek: UUID!) { ontvangstbewijs(gesprek: $gesprek) { gesprek record } }";
        let field = app.farid().ask(query, json!({"gesprek": granted.gesprek})).await.expect_ok();
        assert_eq!(door.text, field.text_at("/ontvangstbewijs/record"));
        assert_eq!(door.body["record_id"], granted.gesprek);
        assert_eq!(door.body["pii_principal_id"], inwoner);
        let states: Vec<&Value> = door.body["event"].as_array().unwrap().iter().map(|event| &event["event_state"]).collect();
        assert_eq!(states, ["ACTIEF"; 3]);
    }
}
