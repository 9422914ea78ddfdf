//! Recording that a resident withdraws consent: as easy as giving it, and obeyed by the next answer.

use std::collections::BTreeSet;

use schakel::domain::{Doel, Rol};
use schakel_tests::{
    TestApp,
    app::{bsn, deel, meekijken, unknown_id},
    in_both_cities, on_both_engines,
};
use serde_json::json;

use super::queries::{ask_all, ask_lamp, lamp};

in_both_cities! {
    async fn some_groups_can_be_withdrawn_and_the_rest_stays(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let grant = meekijken(&app, &["TRAJECT_LOOPT", "TRAJECT_FASE", "TRAJECT_CONTACT"]);
        let granted = app.grant(&inwoner, grant).await;
        let part = json!({"deel": {"toestemming": granted.ids[0], "groepen": ["TRAJECT_FASE"]}});
        let answer = app.tessa().revoke(part).await.expect_ok();
        let touched = answer.data("/toestemmingIntrekken/toestemmingen");
        assert_eq!(touched, &json!([
            {"id": granted.ids[0], "groepen": ["TRAJECT_LOOPT", "TRAJECT_CONTACT"], "status": "ACTIEF"},
        ]));
        let answer = ask_all(&app.meekijker(), &inwoner).await;
        assert_eq!(lamp(&answer), Ok(Some(true)));
        assert_eq!(answer.reden("TRAJECT_FASE", app.city().traject.partij).as_deref(), Some("INGETROKKEN"));
        assert_eq!(answer.reden("TRAJECT_TERMIJNEN", app.city().traject.partij).as_deref(), Some("GEEN_TOESTEMMING"));
    }

    async fn withdrawing_tells_nothing_of_a_resident(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, deel(app.city().traject.partij, app.city().ander_buurtteam.partij, &["TRAJECT_LOOPT"])).await;
        let known = app.meekijker().revoke(json!({"inwoner": inwoner})).await;
        let unknown = app.meekijker().revoke(json!({"inwoner": unknown_id(7)})).await;
        assert_eq!(known.comparable(), unknown.comparable());
        assert_eq!(lamp(&ask_lamp(&app.sanne(), &inwoner).await), Ok(Some(true)), "not theirs to withdraw");
    }

    async fn a_withdrawal_holds_for_the_next_answer(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        for _ in 0..5 {
            let granted = app.grant(&inwoner, "SAMENWERKEN").await;
            assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
            let answer = app.revoke(&granted).await;
            let versie = answer.data("/toestemmingIntrekken/registerversie").as_i64();
            let after = ask_all(&app.meekijker(), &inwoner).await;
            assert_eq!(lamp(&after), Err("INGETROKKEN".to_owned()));
            assert!(versie.is_some() && after.registerversie() >= versie, "proven on the withdrawal's version, or a later");
        }
    }
}

// Told of Utrecht only, where a bundle opens the lamp to three parties and the sociaal raadslieden stand outside a grant.
on_both_engines! {
    async fn one_grant_of_a_bundle_or_all_of_a_resident(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let for_incluzio = &granted.ids[1];
        app.tessa().revoke(json!({"toestemming": for_incluzio})).await.expect_ok();
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Err("INGETROKKEN".to_owned()));
        assert_eq!(lamp(&ask_lamp(&app.sanne(), &inwoner).await), Ok(Some(true)));
        app.tessa().revoke(json!({"inwoner": inwoner})).await.expect_ok();
        for person in [app.sanne(), app.joris()] {
            assert_eq!(lamp(&ask_lamp(&person, &inwoner).await), Err("INGETROKKEN".to_owned()));
        }
    }

    async fn who_recorded_a_bundle_knows_all_of_it_and_ends_all_of_it(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let at_incluzio = app.person("incluzio", Rol::Toestemmingsbeheerder).doel(Doel::InzageInwoner);
        let granted = at_incluzio.granted(&inwoner, "LAMPJE").await;
        let alone = app.grant(&inwoner, deel("gemeente-utrecht", "lokalis", &["TRAJECT_FASE"])).await;
        let query = "query($id: ID!) { toestemmingen(inwoner: $id) { id groepen gesprek } }";
        let known = at_incluzio.ask(query, json!({"id": inwoner})).await.expect_ok();
        let known = known.data("/toestemmingen").as_array().unwrap().clone();
        let ids: BTreeSet<_> = known.iter().map(|grant| grant["id"].as_str().unwrap()).collect();
        assert_eq!(ids, granted.ids.iter().map(String::as_str).collect(), "the whole bundle, and nothing of others besides");
        let part = json!({"deel": {"toestemming": alone.ids[0], "groepen": ["TRAJECT_FASE"]}});
        at_incluzio.revoke(part).await.expect_code("ONBEKEND");
        let all: Vec<_> = known.iter().map(|grant| json!({"toestemming": grant["id"], "groepen": grant["groepen"]})).collect();
        app.person("incluzio", Rol::Buurtteammedewerker).revoke(json!({"delen": all})).await.expect_code("ONBEKEND");
        at_incluzio.revoke(json!({"delen": all})).await.expect_ok();
        for person in [app.meekijker(), app.joris(), app.sanne()] {
            assert_eq!(lamp(&ask_lamp(&person, &inwoner).await), Err("INGETROKKEN".to_owned()));
        }
        assert_eq!(at_incluzio.ask(query, json!({"id": inwoner})).await.expect_ok().data("/toestemmingen/0/groepen"), &json!([]));
    }

    async fn any_professional_of_a_party_that_a_grant_names_can_record_it(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, meekijken(&app, &["TRAJECT_LOOPT"])).await;
        let what = json!({"toestemming": granted.ids[0]});
        let of_another = app.joris().revoke(what.clone()).await.expect_code("ONBEKEND");
        let of_nobody = json!({"toestemming": "01a20436-af7d-734a-9373-e4fdfb9c845d"});
        let unknown = app.joris().revoke(of_nobody).await;
        assert_eq!(of_another.comparable(), unknown.comparable(), "another's grant looks like none");
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)));
        app.meekijker().revoke(what.clone()).await.expect_ok();
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Err("INGETROKKEN".to_owned()));
        let again = app.fatima().revoke(what).await.expect_ok();
        assert_eq!(again.data("/toestemmingIntrekken/toestemmingen"), &json!([]), "nothing stood any more");
    }
}
