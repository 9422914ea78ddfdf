//! What ends soon, what happened to a grant, and parts of several grants that end at once.

use chrono::TimeDelta;
use schakel::domain::TermijnCode;
use schakel_tests::{
    TestApp,
    app::{Answer, bsn, met_buurtteam, pakket},
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_lamp, lamp};

const ENDING: &str = "query($eerste: Int!, $na: String, $dagen: Int!) {
    aflopendeToestemmingen(eerste: $eerste, na: $na, dagen: $dagen) {
        edges { node { inwoner { id } gesprek geldigTot toestemmingen { id } } }
        pageInfo { endCursor hasNextPage }
    }
}";

const KNOWN: &str = "query($inwoner: ID!) {
    toestemmingen(inwoner: $inwoner) { id groepen verloop { soort groepen door { id } op } }
}";

const UNCONFIRMED: &str = "query($dagen: Int!) {
    teHerbevestigenToestemmingen(dagen: $dagen) {
        edges { node { gesprek herbevestigenVoor toestemmingen { herbevestiging { toestand waarschuw } } } }
    }
}";

/// The conversations to be confirmed again, and how the deadline of the first grant stands.
fn listed(answer: &Answer) -> Vec<(String, Value)> {
    let edges = answer
        .data("/teHerbevestigenToestemmingen/edges")
        .as_array()
        .cloned();
    let told = |edge: Value| {
        let node = &edge["node"];
        let toestand = node["toestemmingen"][0]["herbevestiging"]["toestand"].clone();
        (node["gesprek"].as_str().unwrap_or_default().to_owned(), toestand)
    };
    edges.unwrap_or_default().into_iter().map(told).collect()
}

fn asked(eerste: i32, na: Value, dagen: i32) -> Value {
    json!({"eerste": eerste, "na": na, "dagen": dagen})
}

fn gesprekken(answer: &Answer) -> Vec<String> {
    let edges = answer.data("/aflopendeToestemmingen/edges").as_array().cloned();
    let told = |edge: Value| edge["node"]["gesprek"].as_str().unwrap_or_default().to_owned();
    edges.unwrap_or_default().into_iter().map(told).collect()
}

fn lamp_until(app: &TestApp, tot: &str) -> schakel_tests::app::Grant {
    met_buurtteam(app, &["TRAJECT_LOOPT", "TRAJECT_FASE"]).with("geldigTot", json!(tot))
}

in_both_cities! {
    async fn what_ends_soon_is_listed_the_soonest_first_and_page_by_page(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let third = app.grant(&inwoner, lamp_until(&app, "2026-08-01T22:00:00Z")).await.gesprek;
        let other = app.inwoner(&bsn(2)).await;
        let first = app.grant(&other, lamp_until(&app, "2026-07-01T22:00:00Z")).await.gesprek;
        let second = app.grant(&inwoner, lamp_until(&app, "2026-07-01T22:00:00Z")).await.gesprek;
        app.grant(&inwoner, lamp_until(&app, "2026-12-01T22:00:00Z")).await;
        let gone = app.grant(&inwoner, lamp_until(&app, "2026-07-02T22:00:00Z")).await;
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

    /// A row of the municipality, as every other deadline: a year after the word of the resident, warned two months before.
    async fn what_nobody_confirmed_for_long_is_listed_until_it_is(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let long = app.grant(&inwoner, lamp_until(&app, "2028-06-01T22:00:00Z")).await.gesprek;
        let other = app.inwoner(&bsn(2)).await;
        app.grant(&other, lamp_until(&app, "2027-06-01T22:00:00Z")).await;
        let list = async |dagen: i32| app.tessa().ask(UNCONFIRMED, json!({"dagen": dagen})).await.expect_ok();
        assert_eq!(listed(&list(366).await), [(long.clone(), json!("LOPEND"))], "what ends by itself before is left out");
        assert_eq!(listed(&list(364).await), []);
        app.clock().set("2027-05-01T10:00:00Z".parse().unwrap());
        assert_eq!(listed(&list(60).await), [(long.clone(), json!("NADERT"))]);
        app.clock().set("2027-06-17T10:00:00Z".parse().unwrap());
        let overdue = list(1).await;
        assert_eq!(listed(&overdue), [(long.clone(), json!("OVERSCHREDEN"))]);
        let node = &overdue.data("/teHerbevestigenToestemmingen/edges/0")["node"];
        let told = (&node["herbevestigenVoor"], &node["toestemmingen"][0]["herbevestiging"]["waarschuw"]);
        assert_eq!(told, (&json!("2027-06-15T22:00:00+00:00"), &json!(["TOESTEMMINGSBEHEERDER"])));
        let seen = ask_lamp(&app.ahmed(), &inwoner).await;
        assert!(lamp(&seen).is_ok(), "it holds to its own end");
        let invoer = json!({"gesprek": long, "geldigTot": "2029-06-01T22:00:00Z", "gegevenDoor": "INWONER",
            "bewijs": {"soort": "GESPREK", "tekstversie": "2026-1", "taal": "nl"}});
        let again = "mutation($invoer: HerbevestigingInvoer!) { toestemmingHerbevestigen(invoer: $invoer) { registerversie } }";
        app.tessa().ask(again, json!({"invoer": invoer})).await.expect_ok();
        assert_eq!(listed(&list(60).await), []);
        app.clock().set("2027-06-20T10:00:00Z".parse().unwrap());
        assert_eq!(listed(&list(366).await), [(long, json!("LOPEND"))], "counted anew from the word that was given");
        app.ahmed().ask(UNCONFIRMED, json!({"dagen": 60})).await.expect_code("ROL_NIET_BEVOEGD");
    }

    async fn a_municipality_that_counts_no_such_deadline_has_nothing_to_confirm(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, lamp_until(&app, "2028-06-01T22:00:00Z")).await;
        app.change_inrichting(|city| city.termijnen.retain(|regel| regel.code != TermijnCode::ToestemmingHerbevestiging)).await;
        let told = app.tessa().ask(UNCONFIRMED, json!({"dagen": 366})).await.expect_ok();
        assert_eq!(listed(&told), []);
    }

    async fn who_may_not_record_is_told_of_nobodys_end(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, lamp_until(&app, "2026-07-01T22:00:00Z")).await;
        app.ahmed().ask(ENDING, asked(10, Value::Null, 60)).await.expect_code("ROL_NIET_BEVOEGD");
        for dagen in [0, 367, -1] {
            app.tessa().ask(ENDING, asked(10, Value::Null, dagen)).await.expect_code("INVOER_ONGELDIG");
        }
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

// Told of Utrecht only: who is there, and how many, is part of what they tell.
on_both_engines! {
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
}
