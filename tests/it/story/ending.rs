//! What ends soon, what happened to a grant, and parts of several grants that end at once.

use chrono::TimeDelta;
use schakel_tests::{
    TestApp,
    app::{Answer, bsn, deel, pakket},
    on_both_engines,
};
use serde_json::{Value, json};

const GEMEENTE: &str = "gemeente-utrecht";

const ENDING: &str = "query($eerste: Int!, $na: String, $dagen: Int!) {
    aflopendeToestemmingen(eerste: $eerste, na: $na, dagen: $dagen) {
        edges { node { inwoner { id } gesprek geldigTot toestemmingen { id } } }
        pageInfo { endCursor hasNextPage }
    }
}";

const KNOWN: &str = "query($inwoner: ID!) {
    toestemmingen(inwoner: $inwoner) { id groepen verloop { soort groepen door { id } op } }
}";

fn asked(eerste: i32, na: Value, dagen: i32) -> Value {
    json!({"eerste": eerste, "na": na, "dagen": dagen})
}

fn gesprekken(answer: &Answer) -> Vec<String> {
    let edges = answer.data("/aflopendeToestemmingen/edges").as_array().cloned();
    let told = |edge: Value| edge["node"]["gesprek"].as_str().unwrap_or_default().to_owned();
    edges.unwrap_or_default().into_iter().map(told).collect()
}

fn lamp_until(tot: &str) -> schakel_tests::app::Grant {
    deel(GEMEENTE, "incluzio", &["TRAJECT_LOOPT", "TRAJECT_FASE"]).with("geldigTot", json!(tot))
}

on_both_engines! {
    async fn what_ends_soon_is_listed_the_soonest_first_and_page_by_page(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let third = app.grant(&inwoner, lamp_until("2026-08-01T22:00:00Z")).await.gesprek;
        let other = app.inwoner(&bsn(2)).await;
        let first = app.grant(&other, lamp_until("2026-07-01T22:00:00Z")).await.gesprek;
        let second = app.grant(&inwoner, lamp_until("2026-07-01T22:00:00Z")).await.gesprek;
        app.grant(&inwoner, lamp_until("2026-12-01T22:00:00Z")).await;
        let gone = app.grant(&inwoner, lamp_until("2026-07-02T22:00:00Z")).await;
        app.revoke(&gone).await;
        let all = app.tessa().ask(ENDING, asked(10, Value::Null, 60)).await.expect_ok();
        assert_eq!(gesprekken(&all), [first.clone(), second.clone(), third.clone()]);
        let page = app.tessa().ask(ENDING, asked(2, Value::Null, 60)).await.expect_ok();
        assert_eq!(gesprekken(&page), [first, second]);
        let info = page.data("/aflopendeToestemmingen/pageInfo");
        assert_eq!(info["hasNextPage"], json!(true));
        let rest = app.tessa().ask(ENDING, asked(2, info["endCursor"].clone(), 60)).await.expect_ok();
        assert_eq!((gesprekken(&rest), rest.data("/aflopendeToestemmingen/pageInfo/hasNextPage")), (vec![third], &json!(false)));
        app.clock().advance(TimeDelta::days(30));
        let later = app.tessa().ask(ENDING, asked(10, Value::Null, 10)).await.expect_ok();
        assert_eq!(gesprekken(&later), Vec::<String>::new(), "what has ended by the clock ends no more");
    }

    async fn what_is_confirmed_again_ends_at_its_new_end(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let gesprek = app.grant(&inwoner, pakket("LAMPJE").with("geldigTot", json!("2026-07-01T22:00:00Z"))).await.gesprek;
        let before = app.tessa().ask(ENDING, asked(10, Value::Null, 60)).await.expect_ok();
        assert_eq!(before.data("/aflopendeToestemmingen/edges/0/node/toestemmingen").as_array().map(Vec::len), Some(3), "a bundle is one line");
        let invoer = json!({"gesprek": gesprek, "geldigTot": "2026-08-01T22:00:00Z", "gegevenDoor": "INWONER",
            "bewijs": {"soort": "GESPREK", "tekstversie": "2026-1", "taal": "nl"}});
        let again = "mutation($invoer: HerbevestigingInvoer!) { toestemmingHerbevestigen(invoer: $invoer) { registerversie } }";
        app.tessa().ask(again, json!({"invoer": invoer})).await.expect_ok();
        let after = app.tessa().ask(ENDING, asked(10, Value::Null, 60)).await.expect_ok();
        assert_eq!(gesprekken(&after), [gesprek]);
        assert_eq!(after.data("/aflopendeToestemmingen/edges/0/node/geldigTot"), "2026-08-01T22:00:00+00:00");
    }

    async fn who_may_not_record_is_told_of_nobodys_end(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, lamp_until("2026-07-01T22:00:00Z")).await;
        app.ahmed().ask(ENDING, asked(10, Value::Null, 60)).await.expect_code("ROL_NIET_BEVOEGD");
        for dagen in [0, 367, -1] {
            app.tessa().ask(ENDING, asked(10, Value::Null, dagen)).await.expect_code("INVOER_ONGELDIG");
        }
    }

    async fn parts_of_several_grants_end_at_once_or_not_at_all(app: TestApp) {
        let (inwoner, other) = (app.inwoner(&bsn(1)).await, app.inwoner(&bsn(2)).await);
        let granted = app.grant(&inwoner, pakket("LAMPJE")).await;
        let foreign = app.grant(&other, pakket("LAMPJE")).await;
        let part = |id: &str| json!({"toestemming": id, "groepen": ["TRAJECT_LOOPT"]});
        let before = app.register_events().await;
        for delen in [
            json!([]),
            json!([part(&granted.ids[0]), part("00000000-0000-7000-8000-000000000000")]),
            json!([part(&granted.ids[0]), part(&foreign.ids[0])]),
        ] {
            let refused = app.tessa().revoke(json!({"delen": delen})).await;
            assert!(["INVOER_ONGELDIG", "ONBEKEND"].contains(&refused.codes()[0]), "{}", refused.text);
        }
        assert_eq!(app.register_events().await, before, "nothing half done");
        let delen = json!({"delen": [part(&granted.ids[0]), part(&granted.ids[1])]});
        app.tessa().revoke(delen.clone()).await.expect_ok();
        app.tessa().revoke(delen).await.expect_ok();
        let known = app.tessa().ask(KNOWN, json!({"inwoner": inwoner})).await.expect_ok();
        let grants = known.data("/toestemmingen").as_array().cloned().unwrap_or_default();
        let left: Vec<&Value> = grants.iter().map(|grant| &grant["groepen"]).collect();
        assert_eq!(left, [&json!(["TRAJECT_CONTACT"]), &json!(["TRAJECT_CONTACT"]), &json!(["TRAJECT_LOOPT", "TRAJECT_CONTACT"])]);
        let soorten: Vec<&Value> = grants[0]["verloop"].as_array().into_iter().flatten().map(|one| &one["soort"]).collect();
        assert_eq!(soorten, ["VERLEEND", "INGETROKKEN"], "sent twice it is recorded once");
    }

    async fn what_happened_to_a_grant_is_told_to_who_watches_over_it_only(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let granted = app.grant(&inwoner, pakket("LAMPJE")).await;
        app.clock().advance(TimeDelta::days(1));
        app.revoke(&granted).await;
        let told = app.tessa().ask(KNOWN, json!({"inwoner": inwoner})).await.expect_ok();
        let last = &told.data("/toestemmingen/0/verloop/1");
        assert_eq!((&last["soort"], &last["door"]["id"], &last["op"]), (&json!("INGETROKKEN"), &json!("toestemmingsbeheer"), &json!("2026-06-16T10:00:00+00:00")));
        let worker = app.ahmed().ask(KNOWN, json!({"inwoner": inwoner})).await.expect_ok();
        assert_eq!(worker.data("/toestemmingen/0/verloop"), &Value::Null);
    }
}
