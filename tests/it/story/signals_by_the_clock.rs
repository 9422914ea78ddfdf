//! What happens without anybody writing: heard of in time, and once.

use chrono::TimeDelta;
use schakel::federation::SubgraphName;
use schakel_tests::{
    TestApp,
    app::{bsn, deel, srw_dossier},
    on_both_engines,
};
use serde_json::json;

use super::werklijst::applied;

on_both_engines! {
    async fn a_deadline_is_told_when_it_comes_near_and_when_it_has_passed_each_once(app: TestApp) {
        app.publish_traject(applied("T-1", 1, "2026-06-01")).await;
        assert_eq!(app.look_at_the_clock().await, 0);
        app.clock().set("2026-06-24T10:00:00Z".parse().unwrap());
        assert_eq!(app.look_at_the_clock().await, 1);
        assert_eq!(app.look_at_the_clock().await, 0, "nobody is told twice");
        assert_eq!(app.fatima().signal_kinds().await, ["TERMIJN_NADERT"]);
        app.clock().set("2026-07-01T10:00:00Z".parse().unwrap());
        assert_eq!(app.look_at_the_clock().await, 1);
        assert_eq!(app.fatima().signal_kinds().await, ["TERMIJN_NADERT", "TERMIJN_OVERSCHREDEN"]);
        assert_eq!(app.sanne().signal_kinds().await, Vec::<String>::new());
    }

    async fn replicas_that_look_at_once_write_it_once(app: TestApp) {
        app.publish_traject(applied("T-1", 1, "2026-06-01")).await;
        app.publish_traject(applied("T-2", 2, "2026-06-02")).await;
        app.clock().set("2026-06-26T10:00:00Z".parse().unwrap());
        let signals = || app.installation().signals.look();
        let (one, two, three) = tokio::join!(signals(), signals(), signals());
        assert_eq!(one.unwrap() + two.unwrap() + three.unwrap(), 2);
        let events = app.outbox(SubgraphName::Trajectbegeleiding).await;
        assert_eq!(events.iter().filter(|kind| *kind == "TERMIJN_NADERT").count(), 2);
    }

    async fn a_referral_that_waits_too_long_is_told_to_both_sides(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, deel("u-centraal", "gemeente-utrecht", &["SRW_STATUS"])).await;
        let verwijzing = json!([{
            "bronId": "V-1", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": "IN_BEHANDELING",
            "ingediendOp": "2026-04-01", "geaccepteerdOp": "2026-04-10",
        }]);
        app.publish_srw(srw_dossier("S-1").client_id(&inwoner).with("verwijzingen", verwijzing)).await;
        assert_eq!(app.look_at_the_clock().await, 1);
        assert_eq!(app.joris().signal_kinds().await, ["VERWIJZING_ONTVANGEN", "TERMIJN_OVERSCHREDEN"]);
        let gemeente = app.fatima().signal_kinds().await;
        assert!(gemeente.contains(&"TERMIJN_OVERSCHREDEN".to_owned()), "{gemeente:?}");
    }

    async fn the_receiver_of_a_consent_hears_that_it_ends_soon(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let soon = deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"]).until("2026-08-01T00:00:00Z");
        app.grant(&inwoner, soon).await;
        assert_eq!(app.look_at_the_clock().await, 0);
        app.clock().advance(TimeDelta::days(20));
        assert_eq!((app.look_at_the_clock().await, app.look_at_the_clock().await), (1, 0));
        assert_eq!(app.ahmed().signal_kinds().await, ["TOESTEMMING_VERLEEND", "TOESTEMMING_VERLOOPT"]);
    }

    async fn a_source_that_tells_nothing_for_a_quarter_is_outdated(app: TestApp) {
        app.publish_traject(applied("T-1", 1, "2026-06-01")).await;
        app.clock().advance(TimeDelta::days(91));
        app.look_at_the_clock().await;
        let told = app.fatima().signal_kinds().await;
        assert!(told.contains(&"BRON_VEROUDERD".to_owned()), "{told:?}");
        assert_eq!(app.look_at_the_clock().await, 0);
    }
}
