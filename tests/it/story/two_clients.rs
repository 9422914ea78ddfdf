//! Two clients in one traject: one partner's consent never opens the other's data, nor tells that there is another.

use schakel::federation::SubgraphName;
use schakel_tests::{
    TestApp,
    app::{Answer, Grant, Record, bsn, meekijken, traject},
    in_both_cities,
};
use serde_json::{Value, json};

use super::queries::{ask_all, lamp, toegang};

const JOINT: [&str; 3] = ["TRAJECT_AFSPRAKEN", "TRAJECT_BESLUITEN", "TRAJECT_FINANCIEEL"];

fn everything(app: &TestApp) -> Grant {
    let groepen = [
        "TRAJECT_LOOPT",
        "TRAJECT_CONTACT",
        "TRAJECT_FASE",
        "TRAJECT_TERMIJNEN",
        JOINT[0],
        JOINT[1],
        JOINT[2],
    ];
    meekijken(app, &groepen)
}

fn deadlines(app: &TestApp) -> Grant {
    meekijken(app, &["TRAJECT_LOOPT", "TRAJECT_TERMIJNEN"])
}

/// How the deadline for the decision stands, as the buurtteam sees it.
async fn beschikking(app: &TestApp, inwoner: &str) -> String {
    let answer = ask_all(&app.meekijker(), inwoner).await;
    toestand(&answer, "BESCHIKKING")
}

fn toestand(answer: &Answer, code: &str) -> String {
    let termijnen = answer.data("/inwoner/trajecten/0/termijnen");
    let termijn = termijnen
        .as_array()
        .into_iter()
        .flatten()
        .find(|termijn| termijn["code"] == code);
    termijn.unwrap_or_else(|| panic!("no {code} in {}", answer.shown()))["toestand"]
        .as_str()
        .expect("a word")
        .to_owned()
}

fn of_two() -> Record {
    traject("T-1").client_bsn(&bsn(1)).and_bsn(&bsn(2))
}

async fn couple(app: &TestApp) -> [String; 2] {
    let published = app.gemeente_systeem().published(&of_two()).await;
    published.clienten.try_into().expect("two clients")
}

fn joint(answer: &Answer) -> [&Value; 3] {
    ["afspraken", "besluiten", "financieel"]
        .map(|field| answer.data(&format!("/inwoner/trajecten/0/{field}")))
}

in_both_cities! {
    async fn joint_groups_need_the_grant_of_both(app: TestApp) {
        let [first, second] = couple(&app).await;
        app.grant(&first, everything(&app)).await;
        let answer = ask_all(&app.meekijker(), &first).await.expect_ok();
        assert_eq!(lamp(&answer), Ok(Some(true)), "what is no joint group is shown per client");
        assert_eq!(joint(&answer), [&Value::Null; 3]);
        let granted = app.grant(&second, everything(&app)).await;
        let answer = ask_all(&app.meekijker(), &first).await.expect_ok();
        assert!(joint(&answer).iter().all(|told| told.is_object()), "{}", answer.shown());
        app.revoke(&granted).await;
        let answer = ask_all(&app.meekijker(), &first).await.expect_ok();
        assert_eq!(joint(&answer), [&Value::Null; 3]);
    }

    async fn one_clients_grant_opens_nothing_of_the_other(app: TestApp) {
        let [first, second] = couple(&app).await;
        app.grant(&first, everything(&app)).await;
        let answer = ask_all(&app.meekijker(), &second).await;
        assert_eq!(lamp(&answer), Err("GEEN_TOESTEMMING".to_owned()));
        assert_eq!(joint(&answer), [&Value::Null; 3]);
        assert!(!answer.text.contains(&first), "{}", answer.shown());
    }

    async fn refused_by_the_other_looks_like_granted_with_nothing_there(app: TestApp) {
        let [first, _] = couple(&app).await;
        let nothing = traject("T-2")
            .client_bsn(&bsn(3))
            .with("gesprekken", json!([]))
            .with("acties", json!([]))
            .with("beschikkingen", json!([]))
            .with("begeleiding", json!([]))
            .with("moratoria", json!([]))
            .with("voorlopigeVoorzieningen", json!([]))
            .with("administratie", Value::Null)
            .with("planVanAanpakOp", Value::Null)
            .with("schuldregeling", Value::Null)
            .with("oplossing", Value::Null)
            .with("financieel", Value::Null);
        let alone = app.publish_traject(nothing).await;
        for inwoner in [&first, &alone] {
            app.grant(inwoner, everything(&app)).await;
        }
        let (one, other) = (ask_all(&app.meekijker(), &first).await, ask_all(&app.meekijker(), &alone).await);
        assert_eq!(one.comparable().replace(&first, "INWONER"), other.comparable().replace(&alone, "INWONER"));
        assert!(JOINT.iter().all(|groep| one.reden(groep, app.city().traject.partij).is_none()), "null without an error");
    }

    async fn deadlines_tell_of_joint_groups_by_the_deadlines_grant_of_both(app: TestApp) {
        let [first, second] = couple(&app).await;
        app.grant(&first, deadlines(&app)).await;
        assert_eq!(beschikking(&app, &first).await, "LOPEND", "as if nothing were decided");
        app.grant(&second, deadlines(&app)).await;
        assert_eq!(beschikking(&app, &first).await, "GEHAALD", "that and when is in the group of the deadlines");
    }

    async fn deadlines_never_tell_what_the_second_client_keeps_closed(app: TestApp) {
        let [first, second] = couple(&app).await;
        app.grant(&first, everything(&app)).await;
        app.grant(&second, deadlines(&app)).await;
        assert_eq!(joint(&ask_all(&app.meekijker(), &first).await), [&Value::Null; 3]);
        assert_eq!(beschikking(&app, &first).await, "LOPEND", "met, with nothing shown that met it, would tell of another");
        app.grant(&second, everything(&app)).await;
        assert_eq!(beschikking(&app, &first).await, "GEHAALD");
    }

    async fn the_owner_counts_by_everything_that_happened(app: TestApp) {
        for inwoner in couple(&app).await {
            let answer = ask_all(&app.fatima(), &inwoner).await.expect_ok();
            assert_eq!(toestand(&answer, "BESCHIKKING"), "GEHAALD");
        }
    }

    async fn toegang_speaks_of_this_clients_grant_only(app: TestApp) {
        let [first, second] = couple(&app).await;
        app.grant(&first, everything(&app)).await;
        let told = toegang(&app.meekijker(), &first, "TRAJECT_FINANCIEEL", app.city().traject.partij).await;
        assert_eq!(told, ("TOEGESTAAN_TOESTEMMING".to_owned(), json!("2027-06-15T00:00:00+00:00")));
        app.grant(&second, everything(&app).until("2026-07-01T00:00:00Z")).await;
        assert_eq!(toegang(&app.meekijker(), &first, "TRAJECT_FINANCIEEL", app.city().traject.partij).await, told);
    }

    async fn only_the_log_names_the_other_client_as_reason(app: TestApp) {
        let [first, second] = couple(&app).await;
        app.grant(&first, everything(&app)).await;
        let answer = ask_all(&app.meekijker(), &first).await;
        assert!(!answer.text.contains(&second) && !answer.text.contains("TWEEDE"), "{}", answer.shown());
        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let logged = lines.iter().rfind(|line| line.bronhouder == app.city().traject.partij).unwrap();
        assert_eq!(logged.inwoner, first);
        for groep in JOINT {
            assert_eq!(logged.reden(groep), Some("TWEEDE_CLIENT_NIET_AKKOORD"), "{groep}");
        }
        assert_eq!(logged.reden("TRAJECT_LOOPT"), Some("TOEGESTAAN_TOESTEMMING"));
    }

    async fn the_owner_sees_its_own_traject_by_either_client(app: TestApp) {
        for inwoner in couple(&app).await {
            let answer = ask_all(&app.fatima(), &inwoner).await.expect_ok();
            assert!(joint(&answer).iter().all(|told| told.is_object()), "{}", answer.shown());
        }
    }

    async fn the_others_grant_ends_by_the_clock_too(app: TestApp) {
        let [first, second] = couple(&app).await;
        app.grant(&first, everything(&app)).await;
        app.grant(&second, everything(&app).until("2026-06-16T00:00:00Z")).await;
        assert!(joint(&ask_all(&app.meekijker(), &first).await)[2].is_object());
        app.clock().set("2026-06-16T00:00:00Z".parse().unwrap());
        assert_eq!(joint(&ask_all(&app.meekijker(), &first).await), [&Value::Null; 3]);
    }

    /// Whatever happens and whoever of them consented: a message that comes or stays away for one of two alone would tell that
    /// there are two.
    async fn a_couple_and_a_single_get_the_same_signals(app: TestApp) {
        let running = |record: Record| record
            .with("aanmelddatum", json!("2026-05-20"))
            .with("gesprekken", json!([]))
            .with("oplossing", json!({"soort": "SCHULDBEMIDDELING", "start": "2025-02-01"}));
        let (pair, one) = (running(of_two()), running(traject("T-2").client_bsn(&bsn(3))));
        let published = app.gemeente_systeem().published(&pair).await;
        let [first, second]: [String; 2] = published.clienten.try_into().expect("two clients");
        let alone = app.publish_traject(one.clone()).await;
        for inwoner in [&first, &alone] {
            app.grant(inwoner, everything(&app)).await;
        }
        let heard = async |inwoner: &str| {
            app.look_at_the_clock().await;
            let all = app.meekijker().signals(None, 100).await.expect_ok();
            let edges = all.data("/signalen/edges").as_array().expect("a list").iter();
            let nodes = edges.map(|edge| &edge["node"]).filter(|node| node["inwoner"]["id"] == *inwoner);
            nodes.map(|node| node["soort"].as_str().expect("a kind").to_owned()).collect::<Vec<_>>()
        };
        for (day, both) in [("16", false), ("17", true), ("22", true), ("26", false)] {
            let versie = format!("2026-06-{day}T09:00:00Z");
            app.clock().set(versie.parse().unwrap());
            let granted = if both { Some(app.grant(&second, everything(&app)).await) } else { None };
            for record in [&pair, &one] {
                let met = json!([{"soort": "DRIEGESPREK", "datum": format!("2026-06-{day}")}]);
                let changed = record.clone().versie(&versie).with("gesprekken", met).with("crises", json!([{"start": format!("2026-06-{day}")}]));
                app.gemeente_systeem().published(&changed).await;
            }
            assert_eq!(heard(&first).await, heard(&alone).await, "on the {day}th");
            if let Some(granted) = granted {
                app.revoke(&granted).await;
            }
        }
        let told = heard(&first).await;
        assert!(["CRISIS_GEMELD", "TRAJECT_GESTART"].iter().all(|kind| told.iter().any(|heard| heard == kind)), "{told:?}");
    }
}
