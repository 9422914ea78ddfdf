//! Refusing what would need consent, and objecting to what needs none.

use schakel_tests::{
    TestApp,
    app::{bsn, meekijken, unknown_id},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_all, ask_lamp, lamp};

const GROND: &str = "wgs-verwijzing-srw";

fn refusal(app: &TestApp, inwoner: &str) -> Value {
    json!({"inwoner": inwoner, "doel": "AFSTEMMING_TRAJECT",
        "delen": [{"bronhouder": app.city().traject.partij, "ontvanger": app.city().meekijker.partij, "groepen": ["TRAJECT_LOOPT"]}]})
}

in_both_cities! {
    async fn a_refusal_is_told_to_whom_it_names_and_to_nobody_else(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.tessa().refuse(refusal(&app, &inwoner)).await.expect_ok();
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Err("GEWEIGERD".to_owned()));
        assert_eq!(lamp(&ask_lamp(&app.sanne(), &inwoner).await), Err("GEEN_TOESTEMMING".to_owned()));
        let query = "query($id: ID!) { weigeringen(inwoner: $id) { ontvanger { id } groepen doel } }";
        let told = app.tessa().ask(query, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(told.data("/weigeringen"), &json!([{"ontvanger": {"id": app.city().meekijker.partij}, "groepen": ["TRAJECT_LOOPT"], "doel": "AFSTEMMING_TRAJECT"}]));
        app.meekijker().ask(query, json!({"id": inwoner})).await.expect_code("ROL_NIET_BEVOEGD");
        app.grant(&inwoner, meekijken(&app, &["TRAJECT_LOOPT"])).await;
        assert_eq!(lamp(&ask_lamp(&app.meekijker(), &inwoner).await), Ok(Some(true)), "who changes their mind consents");
    }

    async fn what_is_granted_is_withdrawn_instead(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, meekijken(&app, &["TRAJECT_LOOPT"])).await;
        let before = app.register_events().await;
        app.tessa().refuse(refusal(&app, &inwoner)).await.expect_code("TOESTEMMING_GELDT");
        app.meekijker().refuse(refusal(&app, &inwoner)).await.expect_code("ROL_NIET_BEVOEGD");
        assert_eq!(app.register_events().await, before, "nothing was written");
    }

    async fn a_double_submit_of_a_refusal_is_harmless(app: TestApp) {
        let mut invoer = refusal(&app, &unknown_id(3));
        invoer["aanvraagId"] = json!("w-1");
        let first = app.tessa().refuse(invoer.clone()).await.expect_ok();
        let again = app.tessa().refuse(invoer).await.expect_ok();
        assert_eq!(first.data("/weigeringVastleggen"), again.data("/weigeringVastleggen"));
        assert_eq!(app.register_events().await, 1);
    }
}

// Told of Utrecht only: the ground is about the sociaal raadslieden.
on_both_engines! {
    async fn an_objection_closes_what_a_legal_ground_opened_until_it_ends(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let fatima = || app.fatima().doel(schakel::domain::Doel::UitvoerenVerwijzing);
        let status = async || ask_all(&fatima(), &inwoner).await.reden("SRW_STATUS", "u-centraal");
        assert_eq!(status().await, None, "the ground opens it");
        let answer = app.tessa().object(&inwoner, GROND).await.expect_ok();
        let bezwaar = answer.text_at("/bezwaarMaken/id").to_owned();
        assert_eq!(status().await.as_deref(), Some("BEZWAAR"));
        app.joris().end_objection(&bezwaar).await.expect_code("ROL_NIET_BEVOEGD");
        app.tessa().revoke(json!({"inwoner": inwoner})).await.expect_ok();
        assert_eq!(status().await.as_deref(), Some("BEZWAAR"), "withdrawing consent ends no objection");
        app.tessa().end_objection(&bezwaar).await.expect_ok();
        assert_eq!(status().await, None);
        let answer = app.tessa().object(&inwoner, GROND).await.expect_ok();
        assert_eq!(status().await.as_deref(), Some("BEZWAAR"));
        app.farid().void(answer.text_at("/bezwaarMaken/id"), "ONGEGROND").await.expect_ok();
        assert_eq!(status().await, None, "an objection that was found unfounded");
        let query = "query($id: ID!) { bezwaren(inwoner: $id) { grond groepen } }";
        let told = app.farid().ask(query, json!({"id": inwoner})).await.expect_ok();
        assert_eq!(told.data("/bezwaren"), &json!([{"grond": GROND, "groepen": []}, {"grond": GROND, "groepen": []}]));
    }

    async fn an_objection_names_a_ground_that_is_there(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.tessa().object(&inwoner, "verzonnen").await.expect_code("INVOER_ONGELDIG");
        app.meekijker().object(&inwoner, GROND).await.expect_code("ROL_NIET_BEVOEGD");
        app.person("lokalis", schakel::domain::Rol::Toestemmingsbeheerder).object(&inwoner, GROND).await.expect_code("PARTIJ_NIET_BEVOEGD");
        assert_eq!(app.register_events().await, 0);
    }
}
