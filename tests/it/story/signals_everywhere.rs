//! The signals that both cities are about: the lamp, a closed dossier, the end of a traject, a deadline.

use schakel_tests::{
    TestApp,
    app::{Answer, Socket, bsn, buurtteamdossier, deel, kinds, meekijken, traject},
    in_both_cities,
};
use serde_json::json;

use super::werklijst::applied;

const CLOSED: &str = "DOSSIER_GESLOTEN_TIJDENS_TRAJECT";
const OPENED: &str = "DOSSIER_HEROPEND";

/// The buurtteam lets the owner of the trajecten know whether it is involved.
async fn involved(app: &TestApp, inwoner: &str) {
    let city = app.city();
    let status = deel(city.buurtteam.partij, city.traject.partij, &["BUURTTEAM_STATUS"]);
    app.grant(inwoner, status).await;
}

async fn hear(socket: &mut Socket, kind: &str) -> Answer {
    loop {
        let answer = socket.next("1").await.expect("the stream goes on").expect_ok();
        if kinds(&answer).iter().any(|heard| heard == kind) {
            return answer;
        }
    }
}

in_both_cities! {
    async fn the_lamp_lights_when_a_traject_starts_and_goes_out_at_revocation(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let granted = app.grant(&inwoner, meekijken(&app, &["TRAJECT_LOOPT"])).await;
        app.publish_traject(traject("T-1")).await;
        app.settle_signals().await;
        let told = app.meekijker().signals(None, 50).await.expect_ok();
        assert_eq!(kinds(&told), ["TOESTEMMING_VERLEEND", "TRAJECT_GESTART"]);
        let started = &told.data("/signalen/edges/1")["node"];
        assert_eq!((&started["inwoner"]["id"], &started["bronhouder"]["id"]), (&json!(inwoner), &json!(app.city().traject.partij)));
        app.revoke(&granted).await;
        app.settle_signals().await;
        assert_eq!(
            app.meekijker().signal_kinds().await,
            ["TOESTEMMING_VERLEEND", "TOESTEMMING_INGETROKKEN"],
            "what was told before is not told again"
        );
    }

    /// "Buurtteams close a dossier while the traject still runs and nobody hears it". Within how many milliseconds it is heard,
    /// `flow` measures.
    async fn the_traject_owner_hears_each_time_that_the_buurtteam_closed_its_dossier(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        app.publish_buurtteam(buurtteamdossier("B-1")).await;
        involved(&app, &inwoner).await;
        let _followed = app.follow_signals();
        let follow = "subscription { signalen { edges { node { soort inwoner { id } } } } }";
        let mut socket = app.fatima().subscribe(follow, json!({})).await;
        for round in 1..=3 {
            let closed = buurtteamdossier("B-1").versie(&format!("2026-06-0{round}T10:00:00Z")).gesloten("2026-06-02");
            app.incluzio_systeem().publish(&closed).await.expect_ok();
            hear(&mut socket, CLOSED).await;
            let opened = buurtteamdossier("B-1").versie(&format!("2026-06-0{round}T11:00:00Z"));
            app.incluzio_systeem().publish(&opened).await.expect_ok();
            hear(&mut socket, OPENED).await;
        }
        let others = app.stored_signals(app.city().ander_buurtteam.partij).await;
        assert!(!others.contains(&CLOSED.to_owned()), "none of its trajecten runs: {others:?}");
    }

    async fn the_start_of_uitstroom_is_heard(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1")).await;
        app.grant(&inwoner, meekijken(&app, &["TRAJECT_LOOPT", "TRAJECT_FASE"])).await;
        app.settle_signals().await;
        let told = app.meekijker().signals(None, 50).await.expect_ok();
        let end = told.text_at("/signalen/pageInfo/endCursor").to_owned();
        let announced = traject("T-1").versie("2026-06-02T08:00:00Z").with("uitstroom", json!({"datum": "2026-09-01", "reden": "AFGEROND"}));
        app.publish_traject(announced).await;
        app.settle_signals().await;
        let news = app.meekijker().signals(Some(&end), 50).await.expect_ok();
        assert_eq!(kinds(&news), ["UITSTROOM_NADERT"]);
        assert_eq!(news.data("/signalen/edges/0")["node"]["ernst"], "AANDACHT");
    }

    /// Which solution it is, and since when, is told with what was decided, which takes both clients of a couple.
    async fn the_end_of_a_solution_is_heard_in_time_by_its_owner_alone(app: TestApp) {
        let solved = applied("T-1", 1, "2025-01-06").fase("OPLOSSING", "2025-02-01")
            .with("oplossing", json!({"soort": "SCHULDBEMIDDELING", "start": "2025-02-01"}));
        let inwoner = app.publish_traject(solved).await;
        app.grant(&inwoner, meekijken(&app, &["TRAJECT_FASE", "TRAJECT_BESLUITEN", "TRAJECT_TERMIJNEN"])).await;
        app.look_at_the_clock().await;
        assert_eq!(app.meekijker().signal_kinds().await, ["TOESTEMMING_VERLEEND"]);
        let owner = app.fatima().signal_kinds().await;
        assert!(owner.contains(&"TERMIJN_NADERT".to_owned()), "the term is the owner's to watch: {owner:?}");
        assert_eq!(app.sanne().signal_kinds().await, Vec::<String>::new());
    }

    async fn a_deadline_is_its_owners_alone(app: TestApp) {
        let inwoner = app.publish_traject(applied("T-1", 1, "2026-06-01")).await;
        app.grant(&inwoner, meekijken(&app, &["TRAJECT_TERMIJNEN", "TRAJECT_AFSPRAKEN", "TRAJECT_BESLUITEN"])).await;
        app.clock().set("2026-06-24T10:00:00Z".parse().unwrap());
        app.look_at_the_clock().await;
        assert_eq!(app.fatima().signal_kinds().await, ["TERMIJN_NADERT"]);
        assert_eq!(app.meekijker().signal_kinds().await, ["TOESTEMMING_VERLEEND"], "a couple's would need the grant of both");
    }
}
