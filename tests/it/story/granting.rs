//! What becomes of a grant: it is replaced, waits for a second person, is confirmed again, is declared void.

use chrono::TimeDelta;
use schakel::domain::Gegevensgroep;
use schakel_tests::{
    TestApp,
    app::{bsn, deel, meekijken},
    in_both_cities,
};
use serde_json::{Value, json};

use super::queries::{ask_lamp, lamp};

fn for_meekijker(app: &TestApp) -> schakel_tests::app::Grant {
    meekijken(app, &["TRAJECT_LOOPT"])
}

async fn careful(app: &TestApp) {
    app.change_inrichting(|utrecht| {
        utrecht.vier_ogen_groepen.insert(Gegevensgroep::TrajectLoopt);
    })
    .await;
}

in_both_cities! {
    async fn a_grant_takes_the_place_of_an_older_one(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let old = app.grant(&inwoner, for_meekijker(&app)).await;
        let new = for_meekijker(&app).until("2026-07-01T00:00:00Z").with("vervangt", json!([old.ids[0]]));
        let new = app.grant(&inwoner, new).await;
        assert_eq!(new.registerversie, old.registerversie + 2, "both events in one transaction");
        let query = "query($id: ID!) { toestemmingen(inwoner: $id) { id status vervangt vastlegging { door { id } gegevenDoor bewijs taal } } }";
        let told = app.tessa().ask(query, json!({"id": inwoner})).await.expect_ok();
        let how = json!({"door": {"id": "toestemmingsbeheer"}, "gegevenDoor": "INWONER", "bewijs": "GESPREK", "taal": "nl"});
        assert_eq!(told.data("/toestemmingen"), &json!([
            {"id": old.ids[0], "status": "VERVANGEN", "vervangt": null, "vastlegging": how},
            {"id": new.ids[0], "status": "ACTIEF", "vervangt": old.ids[0], "vastlegging": how},
        ]));
        let of_ahmed = app.meekijker().ask(query, json!({"id": inwoner})).await.expect_ok();
        assert!(of_ahmed.data("/toestemmingen/0/vastlegging").is_null(), "how it was recorded is not Ahmed's business");
        app.clock().set("2026-07-01T00:00:00Z".parse().unwrap());
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Err("VERLOPEN".to_owned()), "the old one is gone");
        let before = app.register_events().await;
        let again = for_meekijker(&app).with("vervangt", json!([old.ids[0]]));
        app.tessa().grant(&inwoner, again).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(app.register_events().await, before);
    }

    async fn a_double_submit_is_harmless(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let keyed = |key: &str| for_meekijker(&app).with("aanvraagId", json!(key));
        let first = app.grant(&inwoner, keyed("formulier-1")).await;
        let again = app.grant(&inwoner, keyed("formulier-1")).await;
        assert_eq!((&first.gesprek, &first.ids, first.registerversie), (&again.gesprek, &again.ids, again.registerversie));
        assert_eq!(app.register_events().await, 1);
        let other = keyed("formulier-1").until("2027-01-01T00:00:00Z");
        app.tessa().grant(&inwoner, other).await.expect_code("AANVRAAG_CONFLICT");
        app.tom().grant(&inwoner, keyed("formulier-1")).await.expect_ok();
        assert_eq!(app.register_events().await, 2, "another person's key is another key");
        let twice = futures(&app, &inwoner, keyed("formulier-2")).await;
        assert_eq!(twice[0], twice[1]);
        assert_eq!(app.register_events().await, 3);
    }

    async fn the_most_sensitive_groups_wait_for_a_second_person(app: TestApp) {
        careful(&app).await;
        let inwoner = app.publish_everything(&bsn(1)).await;
        let grant = for_meekijker(&app).and(app.city().traject.partij, app.city().ander_buurtteam.partij, &["TRAJECT_CONTACT"]);
        let answer = app.tessa().grant(&inwoner, grant).await.expect_ok();
        let statuses: Vec<&Value> = answer.data("/toestemmingVerlenen/toestemmingen").as_array().unwrap().iter().map(|one| &one["status"]).collect();
        assert_eq!(statuses, ["WACHT_OP_TWEEDE", "ACTIEF"]);
        let id = answer.text_at("/toestemmingVerlenen/toestemmingen/0/id").to_owned();
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Err("GEEN_TOESTEMMING".to_owned()), "it tells nothing either");
        let query = "query($id: ID!) { toestemmingen(inwoner: $id) { id } }";
        let of_ahmed = app.meekijker().ask(query, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(of_ahmed.data("/toestemmingen"), &json!([]));
        let before = app.register_events().await;
        app.tessa().confirm(&id).await.expect_code("TWEEDE_PERSOON_NODIG");
        app.farid().confirm(&id).await.expect_code("ROL_NIET_BEVOEGD");
        app.person(app.city().ander_buurtteam.partij, schakel::domain::Rol::Toestemmingsbeheerder).confirm(&id).await.expect_code("ONBEKEND");
        assert_eq!(app.register_events().await, before, "nothing was written");
        app.clock().advance(TimeDelta::hours(1));
        let confirmed = app.tom().confirm(&id).await.expect_ok();
        assert_eq!(confirmed.data("/toestemmingBevestigen/toestemmingen/0/geldigVan"), "2026-06-15T11:00:00+00:00");
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
        app.tom().confirm(&id).await.expect_ok();
        assert_eq!(app.register_events().await, before + 1, "twice is once");
        app.tessa().reaffirm(&id, "2028-01-01T00:00:00Z").await.expect_code("VIER_OGEN_NODIG");
    }

    async fn what_waits_is_listed_until_a_colleague_confirms_the_whole_conversation(app: TestApp) {
        careful(&app).await;
        let waiting = "query($na: String) { wachtendeToestemmingen(eerste: 1, na: $na) {
            edges { node { inwoner { id } gesprek sinds toestemmingen { id vastlegging { doorMij } } } } pageInfo { endCursor hasNextPage } } }";
        let both = |app: &TestApp| for_meekijker(app).and(app.city().traject.partij, app.city().ander_buurtteam.partij, &["TRAJECT_LOOPT"]);
        let (first, second) = (app.publish_everything(&bsn(1)).await, app.publish_everything(&bsn(2)).await);
        let (older, newer) = (app.grant(&first, both(&app)).await, app.grant(&second, both(&app)).await);
        let page = app.tessa().ask(waiting, json!({})).await.expect_ok();
        let told = page.data("/wachtendeToestemmingen/edges/0/node");
        assert_eq!((&told["gesprek"], &told["inwoner"]["id"], &told["sinds"]), (&json!(older.gesprek), &json!(first), &json!("2026-06-15T10:00:00+00:00")));
        assert_eq!(told["toestemmingen"].as_array().map(Vec::len), Some(2));
        assert_eq!(told["toestemmingen"][0]["vastlegging"]["doorMij"], json!(true));
        let info = page.data("/wachtendeToestemmingen/pageInfo");
        assert_eq!(info["hasNextPage"], json!(true));
        let rest = app.tom().ask(waiting, json!({"na": info["endCursor"]})).await.expect_ok();
        let told = rest.data("/wachtendeToestemmingen/edges/0/node");
        assert_eq!((&told["gesprek"], &told["toestemmingen"][0]["vastlegging"]["doorMij"]), (&json!(newer.gesprek), &json!(false)));
        app.farid().ask(waiting, json!({})).await.expect_code("ROL_NIET_BEVOEGD");
        let at_a_party = app.person(app.city().ander_buurtteam.partij, schakel::domain::Rol::Toestemmingsbeheerder);
        let theirs = at_a_party.ask(waiting, json!({})).await.expect_ok();
        assert_eq!(theirs.data("/wachtendeToestemmingen/edges/0/node/toestemmingen").as_array().map(Vec::len), Some(1), "only what includes their party");
        let all = "mutation($gesprek: UUID, $toestemming: UUID) { toestemmingBevestigen(gesprek: $gesprek, toestemming: $toestemming) { toestemmingen { status } } }";
        let before = app.register_events().await;
        app.tessa().ask(all, json!({"gesprek": older.gesprek})).await.expect_code("TWEEDE_PERSOON_NODIG");
        app.tom().ask(all, json!({})).await.expect_code("INVOER_ONGELDIG");
        app.tom().ask(all, json!({"gesprek": older.gesprek, "toestemming": older.ids[0]})).await.expect_code("INVOER_ONGELDIG");
        assert_eq!(app.register_events().await, before);
        for _ in 0..2 {
            let confirmed = app.tom().ask(all, json!({"gesprek": older.gesprek})).await.expect_ok();
            assert_eq!(confirmed.data("/toestemmingBevestigen/toestemmingen"), &json!([{"status": "ACTIEF"}, {"status": "ACTIEF"}]));
        }
        assert_eq!(app.register_events().await, before + 2, "all of it, once");
        app.tessa().revoke(json!({"gesprek": newer.gesprek})).await.expect_ok();
        let none = app.tom().ask(waiting, json!({})).await.expect_ok();
        assert_eq!(none.data("/wachtendeToestemmingen/edges"), &json!([]));
    }

    async fn what_was_refused_or_withdrawn_meanwhile_cannot_be_confirmed(app: TestApp) {
        careful(&app).await;
        let inwoner = app.publish_everything(&bsn(1)).await;
        let refused = app.grant(&inwoner, for_meekijker(&app)).await;
        let delen = json!([{"bronhouder": app.city().traject.partij, "ontvanger": app.city().meekijker.partij, "groepen": ["TRAJECT_LOOPT"]}]);
        app.tessa().refuse(json!({"inwoner": inwoner, "delen": delen, "doel": "AFSTEMMING_TRAJECT"})).await.expect_ok();
        app.tom().confirm(&refused.ids[0]).await.expect_code("TOESTEMMING_GEEINDIGD");
        let withdrawn = app.grant(&inwoner, deel(app.city().traject.partij, app.city().ander_buurtteam.partij, &["TRAJECT_LOOPT"])).await;
        app.tessa().revoke(json!({"gesprek": withdrawn.gesprek})).await.expect_ok();
        app.tom().confirm(&withdrawn.ids[0]).await.expect_code("TOESTEMMING_GEEINDIGD");
        assert_eq!(lamp(&ask_lamp(&app.sanne(), &inwoner).await), Err("GEEN_TOESTEMMING".to_owned()));
    }

    async fn a_resident_confirms_again_what_still_holds(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, for_meekijker(&app)).await;
        let id = &granted.ids[0];
        app.clock().set("2027-06-01T00:00:00Z".parse().unwrap());
        app.tessa().reaffirm(id, "2032-07-01T00:00:00Z").await.expect_code("INVOER_ONGELDIG");
        app.meekijker().reaffirm(id, "2028-06-01T00:00:00Z").await.expect_code("ROL_NIET_BEVOEGD");
        app.tessa().reaffirm(id, "2028-06-01T00:00:00Z").await.expect_ok();
        app.clock().set("2028-05-31T00:00:00Z".parse().unwrap());
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
        app.clock().set("2028-06-01T00:00:00Z".parse().unwrap());
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Err("VERLOPEN".to_owned()));
        let before = app.register_events().await;
        app.tessa().reaffirm(id, "2029-06-01T00:00:00Z").await.expect_code("TOESTEMMING_GEEINDIGD");
        assert_eq!(app.register_events().await, before, "nothing revives");
    }

    async fn bad_grants_are_told_why_and_write_nothing(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.change_inrichting(|utrecht| {
            let mut elders = utrecht.samenwerkingen[0].clone();
            elders.id = "elders".to_owned();
            elders.partijen.retain(|partij| partij.id.as_str() == app.city().meekijker.partij);
            elders.partijen[0].id = schakel::domain::PartijId::new("vreemd").unwrap();
            utrecht.samenwerkingen.push(elders);
        }).await;
        let versie = app.register_version().await;
        for (person, grant, code) in [
            (app.tessa(), for_meekijker(&app).from("2026-06-01T00:00:00Z"), "INVOER_ONGELDIG"),
            (app.tessa(), for_meekijker(&app).from("2026-09-01T00:00:00Z").until("2026-08-01T00:00:00Z"), "INVOER_ONGELDIG"),
            (app.tessa(), meekijken(&app, &["GEEN_GROEP"]), "VARIABELE_ONGELDIG"),
            (app.tessa(), meekijken(&app, &[&bsn(1)]), "VARIABELE_ONGELDIG"),
            (app.tessa(), deel(app.city().traject.partij, "vreemd", &["TRAJECT_LOOPT"]), "PARTIJ_NIET_BEVOEGD"),
            (app.tessa(), for_meekijker(&app).with("verzoek", json!("01a20436-af7d-734a-9373-e4fdfb9c845d")), "ONBEKEND"),
            (app.tessa(), for_meekijker(&app).with("aanvraagId", json!("x".repeat(101))), "INVOER_ONGELDIG"),
            (app.tessa(), for_meekijker(&app).with("gegevenDoorKenmerk", json!(format!("paspoort, bsn {}", bsn(1)))), "INVOER_ONGELDIG"),
            (app.fatima(), for_meekijker(&app), "ROL_NIET_BEVOEGD"),
            (app.gemeente_systeem(), for_meekijker(&app), "ROL_NIET_BEVOEGD"),
        ] {
            let answer = person.grant(&inwoner, grant.clone()).await.expect_code(code);
            assert!(!answer.text.contains(&bsn(1)), "{}", answer.text);
        }
        assert_eq!((app.register_events().await, app.register_version().await), (0, versie), "nothing was written");
    }

    async fn a_privacy_officer_declares_a_grant_void(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, for_meekijker(&app)).await;
        app.tessa().void(&granted.ids[0], "NIET_VRIJ_GEGEVEN").await.expect_code("ROL_NIET_BEVOEGD");
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
        let answer = app.farid().void(&granted.ids[0], "NIET_VRIJ_GEGEVEN").await.expect_ok();
        assert_eq!(answer.data("/ongeldigVerklaren/toestemmingen/0/status"), "ONGELDIG_VERKLAARD");
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Err("INGETROKKEN".to_owned()));
    }
}

/// Sends the same twice at once.
async fn futures(app: &TestApp, inwoner: &str, grant: schakel_tests::app::Grant) -> [String; 2] {
    let tessa = app.tessa();
    let (one, other) = tokio::join!(tessa.grant(inwoner, grant.clone()), tessa.grant(inwoner, grant));
    [one, other].map(|answer| {
        answer
            .expect_ok()
            .text_at("/toestemmingVerlenen/gesprek")
            .to_owned()
    })
}
