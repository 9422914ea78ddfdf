//! What happens without anybody writing: heard of in time, and once.

use chrono::TimeDelta;
use schakel::federation::SubgraphName;
use schakel_tests::{
    TestApp,
    app::{bsn, buurtteamdossier, deel, met_buurtteam, srw_dossier, traject},
    in_both_cities, on_both_engines,
};
use sea_orm::{ConnectionTrait, TransactionTrait};
use serde_json::json;

use super::werklijst::applied;

in_both_cities! {
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

    async fn the_receiver_of_a_consent_hears_that_it_ends_soon(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let soon = met_buurtteam(&app, &["TRAJECT_LOOPT"]).until("2026-08-01T00:00:00Z");
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

    async fn a_planned_start_of_aftercare_is_told_once_when_it_has_come(app: TestApp) {
        let begun = async || app.outbox(SubgraphName::Trajectbegeleiding).await.iter().filter(|kind| *kind == "NAZORG_GESTART").count();
        let planned = |id: &str, n: u32, start: &str| traject(id).client_bsn(&bsn(n)).with("nazorg", json!({"start": start}));
        let inwoner = app.publish_traject(planned("T-1", 1, "2026-07-01")).await;
        app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_NAZORG"])).await;
        app.publish_traject(planned("T-2", 2, "2026-07-05")).await;
        app.look_at_the_clock().await;
        assert_eq!(begun().await, 0);
        app.clock().set("2026-07-01T10:00:00Z".parse().unwrap());
        app.look_at_the_clock().await;
        app.look_at_the_clock().await;
        assert_eq!(begun().await, 1, "nobody has published since");
        let told = app.ahmed().signal_kinds().await;
        assert!(told.contains(&"NAZORG_GESTART".to_owned()), "{told:?}");
        app.publish_traject(planned("T-1", 1, "2026-07-01").versie("2026-07-01T09:00:00Z")).await;
        assert_eq!(begun().await, 1, "the source says what the clock has told");
        app.clock().set("2026-07-06T10:00:00Z".parse().unwrap());
        app.publish_traject(planned("T-2", 2, "2026-07-05").versie("2026-07-06T09:00:00Z")).await;
        assert_eq!(begun().await, 2, "the source was first");
        app.look_at_the_clock().await;
        assert_eq!(begun().await, 2);
    }

    async fn who_has_nothing_new_to_tell_keeps_no_writer_waiting(app: TestApp) {
        app.publish_traject(applied("T-1", 1, "2026-06-01")).await;
        app.clock().set("2026-06-24T10:00:00Z".parse().unwrap());
        assert_eq!(app.look_at_the_clock().await, 1);
        let db = app.databases().connect(SubgraphName::Trajectbegeleiding).await;
        let writing = db.begin().await.unwrap();
        // As a publication that is under way: it holds the counter until it commits.
        writing.execute_unprepared("UPDATE signaalstand SET volgnummer = volgnummer").await.unwrap();
        let looked = tokio::time::timeout(std::time::Duration::from_secs(60), app.installation().signals.look()).await;
        assert_eq!(looked.expect("it waits for nobody").unwrap(), 0);
        writing.rollback().await.unwrap();
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
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

    async fn a_source_that_says_the_same_again_is_not_silent(app: TestApp) {
        let traject = applied("T-1", 1, "2026-06-01");
        let inwoner = app.publish_traject(traject.clone()).await;
        let (open, closed) = (buurtteamdossier("B-1"), buurtteamdossier("B-2").gesloten("2026-06-02"));
        let verwijzing = |status: &str, afgerond: Option<&str>| json!([{
            "bronId": "V-1", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": status, "ingediendOp": "2026-04-01",
            "afgerondOp": afgerond,
        }]);
        let waits = srw_dossier("S-1").client_id(&inwoner).with("verwijzingen", verwijzing("INGEDIEND", None));
        let ended = srw_dossier("S-2").client_id(&inwoner).with("verwijzingen", verwijzing("INGETROKKEN", Some("2026-04-02")));
        app.publish_buurtteam(closed).await;
        app.publish_srw(ended).await;
        let again = async || {
            app.publish_traject(traject.clone()).await;
            app.publish_buurtteam(open.clone()).await;
            app.publish_srw(waits.clone()).await;
        };
        again().await;
        app.clock().advance(TimeDelta::days(60));
        again().await;
        app.clock().advance(TimeDelta::days(60));
        app.look_at_the_clock().await;
        let owners = [SubgraphName::Trajectbegeleiding, SubgraphName::Buurtteam, SubgraphName::Srw];
        let outdated = async |owner: SubgraphName| app.outbox(owner).await.iter().filter(|kind| *kind == "BRON_VEROUDERD").count();
        for owner in owners {
            assert_eq!(outdated(owner).await, 0, "{owner}: it was heard 60 days ago");
        }
        app.clock().advance(TimeDelta::days(31));
        app.look_at_the_clock().await;
        app.look_at_the_clock().await;
        for owner in owners {
            assert_eq!(outdated(owner).await, 1, "{owner}: of what hasn't ended, once");
        }
        for owner in [app.fatima(), app.ahmed(), app.joris()] {
            let told = owner.signal_kinds().await;
            assert!(told.contains(&"BRON_VEROUDERD".to_owned()), "its owner hears of it: {told:?}");
        }
    }
}
