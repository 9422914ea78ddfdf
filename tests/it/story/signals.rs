//! What professionals hear of each other without anybody typing more: told when it happens, to whom it may be told, and to
//! nobody else.

use schakel::{domain::Doel, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{
        Answer, VOLG_SIGNALEN, bsn, buurtteamdossier, kinds, meekijken, met_buurtteam, srw_dossier, traject,
    },
    in_both_cities, on_both_engines,
};
use serde_json::{Value, json};

const LATER: &str = "2026-06-02T08:00:00Z";

fn edge(answer: &Answer, place: usize) -> &Value {
    answer.data(&format!("/signalen/edges/{place}"))
}

fn cursor(answer: &Answer, place: usize) -> String {
    edge(answer, place)["cursor"]
        .as_str()
        .expect("a place")
        .to_owned()
}

in_both_cities! {
    async fn a_closure_is_no_news_where_no_traject_runs(app: TestApp) {
        for (n, fase) in [(1, None), (2, Some("AFGESLOTEN"))] {
            let inwoner = app.inwoner(&bsn(n)).await;
            app.grant(&inwoner, "SAMENWERKEN").await;
            if let Some(fase) = fase {
                app.publish_traject(traject("T-2").client_bsn(&bsn(n)).fase(fase, "2026-05-11")).await;
            }
            let dossier = buurtteamdossier(&format!("B-{n}")).client_bsn(&bsn(n));
            app.publish_buurtteam(dossier.clone()).await;
            app.publish_buurtteam(dossier.versie(LATER).gesloten("2026-06-02")).await;
        }
        app.settle_signals().await;
        let kinds = app.stored_signals(app.city().traject.partij).await;
        assert!(!kinds.contains(&"DOSSIER_GESLOTEN_TIJDENS_TRAJECT".to_owned()), "{kinds:?}");
    }

    async fn a_change_is_told_by_its_kinds_and_a_repetition_is_none(app: TestApp) {
        app.publish_traject(traject("T-1")).await;
        app.publish_traject(traject("T-1")).await;
        let first = app.outbox(SubgraphName::Trajectbegeleiding).await;
        let of_huishoudboekje = "NAZORGPRODUCT_NIET_BESCHIKBAAR";
        assert_eq!(first, ["TRAJECT_GESTART", of_huishoudboekje, "ONVERWACHTE_FASE"], "stabilisatie does not usually follow aanmelding");
        let contact = json!({"naam": "Y. Ander"});
        let changed = traject("T-1").versie(LATER)
            .with("fasen", json!([{"fase": "AANMELDING", "sinds": "2026-03-02"}, {"fase": "STABILISATIE", "sinds": "2026-05-11"}, {"fase": "NAZORG", "sinds": "2026-06-01"}]))
            .with("regisseurs", json!([{"contact": contact, "sinds": "2026-06-01"}]))
            .with("crises", json!([{"start": "2026-06-01"}]));
        app.publish_traject(changed.clone()).await;
        app.publish_traject(changed).await;
        assert_eq!(
            app.outbox(SubgraphName::Trajectbegeleiding).await[3..],
            ["FASE_GEWIJZIGD", "REGISSEUR_GEWIJZIGD", "CRISIS_GEMELD", "NAZORG_GESTART", "ONVERWACHTE_FASE"]
        );
        let conflict = traject("T-1").versie(LATER).with("regisseurs", json!([]));
        app.gemeente_systeem().publish(&conflict).await.expect_code("VERSIE_CONFLICT");
        assert_eq!(app.outbox(SubgraphName::Trajectbegeleiding).await.len(), 8, "nothing of what was refused");
    }

    async fn whoever_has_no_ground_gets_nothing_stored_or_counted(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_FASE"])).await;
        app.settle_signals().await;
        let started = app.stored_signals(app.city().buurtteam.partij).await;
        assert!(!started.contains(&"TRAJECT_GESTART".to_owned()), "another group does not open it: {started:?}");
        app.publish_traject(traject("T-other").client_bsn(&bsn(2))).await;
        app.settle_signals().await;
        assert_eq!(app.stored_signals(app.city().ander_buurtteam.partij).await, Vec::<String>::new());
        assert_eq!(app.sanne().signal_kinds().await, Vec::<String>::new());
    }

    async fn each_page_goes_on_after_the_last_place_and_tells_nothing_of_others(app: TestApp) {
        let mut granted = Vec::new();
        for n in 1..=4 {
            let inwoner = app.inwoner(&bsn(n)).await;
            granted.push(app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_LOOPT"])).await);
            app.publish_traject(traject(&format!("T-{n}")).client_bsn(&bsn(n))).await;
        }
        app.settle_signals().await;
        let all = app.ahmed().signals(None, 50).await.expect_ok();
        assert_eq!(kinds(&all).len(), 8);
        let mut told = Vec::new();
        let mut na: Option<String> = None;
        loop {
            let page = app.ahmed().signals(na.as_deref(), 3).await.expect_ok();
            told.extend(page.data("/signalen/edges").as_array().unwrap().clone());
            if page.data("/signalen/pageInfo/hasNextPage") == false {
                break;
            }
            na = Some(page.text_at("/signalen/pageInfo/endCursor").to_owned());
        }
        assert_eq!(json!(told), *all.data("/signalen/edges"));
        let elsewhere = app.sanne().signals(Some(&cursor(&all, 0)), 50).await;
        elsewhere.expect_code("INVOER_ONGELDIG");
        app.revoke(&granted[0]).await;
        let after = app.ahmed().signals(Some(&cursor(&all, 7)), 50).await.expect_ok();
        assert_eq!(kinds(&after), Vec::<String>::new(), "a place stays one");
    }

    async fn a_signal_is_confirmed_once_and_only_by_whom_it_may_be_told(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let granted = app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_LOOPT"])).await;
        app.publish_traject(traject("T-1")).await;
        app.settle_signals().await;
        let told = app.ahmed().signals(None, 50).await.expect_ok();
        let id = edge(&told, 1)["node"]["id"].as_str().unwrap().to_owned();
        assert!(edge(&told, 1)["node"]["bevestigdOp"].is_null());
        assert_eq!(app.sanne().confirm_signal(&id).await, "ONBEKEND");
        assert_eq!(app.ahmed().confirm_signal("geen id").await, "ONBEKEND");
        assert_eq!(app.ahmed().confirm_signal(&id).await, "BEVESTIGD");
        assert_eq!(app.ahmed().named("bo").confirm_signal(&id).await, "WAS_AL_BEVESTIGD");
        let told = app.ahmed().signals(None, 50).await.expect_ok();
        assert!(edge(&told, 1)["node"]["bevestigdOp"].is_string());
        app.revoke(&granted).await;
        assert_eq!(app.ahmed().confirm_signal(&id).await, "ONBEKEND");
    }

    async fn whoever_breaks_off_goes_on_after_the_last_place_and_misses_nothing(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, "SAMENWERKEN").await;
        app.publish_traject(traject("T-1")).await;
        let _followed = app.follow_signals();
        let mut seen: Vec<String> = Vec::new();
        let mut last: Option<String> = None;
        for round in 1..=3 {
            let mut socket = app.meekijker().subscribe(VOLG_SIGNALEN, json!({"na": last})).await;
            let fase = if round % 2 == 0 { "STABILISATIE" } else { "INTAKE" };
            let version = format!("2026-06-0{}T09:00:00Z", round + 1);
            app.publish_traject(traject("T-1").versie(&version).fase(fase, "2026-05-11")).await;
            while seen.iter().filter(|kind| *kind == "FASE_GEWIJZIGD").count() < round {
                let answer = socket.next("1").await.unwrap().expect_ok();
                seen.extend(kinds(&answer));
                let edges = answer.data("/signalen/edges").as_array().unwrap();
                last = edges.last().map(|edge| edge["cursor"].as_str().unwrap().to_owned());
            }
        }
        let stored = app.stored_signals(app.city().meekijker.partij).await;
        assert_eq!(seen, stored, "each of them once, in their order");
    }

    async fn what_is_told_is_logged_as_any_disclosure(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        app.publish_traject(traject("T-1")).await;
        app.settle_signals().await;
        app.meekijker().signals(None, 50).await.expect_ok();
        let lines = app.log_lines(SubgraphName::Signalen).await;
        let line = lines.iter().find(|line| line.redenen.contains_key("TRAJECT_LOOPT")).expect("a line");
        assert_eq!((line.inwoner.as_str(), line.partij.as_str()), (inwoner.as_str(), app.city().meekijker.partij));
        assert_eq!(line.redenen["TRAJECT_LOOPT"], "TOEGESTAAN_TOESTEMMING");
    }

    async fn a_page_looks_so_far_and_no_further_at_what_may_no_longer_be_told(app: TestApp) {
        let inwoner = app.publish_traject(traject("T-1").fase("STABILISATIE", "2026-05-11")).await;
        let granted = app.grant(&inwoner, met_buurtteam(&app, &["TRAJECT_FASE"])).await;
        for change in 0..200 {
            let fase = if change % 2 == 0 { "DUURZAME_STABILISATIE" } else { "STABILISATIE" };
            let versie = format!("2026-06-02T{:02}:{:02}:00Z", 8 + change / 60, change % 60);
            app.publish_traject(traject("T-1").fase(fase, "2026-05-11").versie(&versie)).await;
        }
        app.settle_signals().await;
        app.revoke(&granted).await;
        app.settle_signals().await;
        let (mut told, mut empty, mut na) = (Vec::new(), 0, None);
        loop {
            let page = app.ahmed().signals(na.as_deref(), 1).await.expect_ok();
            let heard = kinds(&page);
            empty += usize::from(heard.is_empty());
            told.extend(heard);
            if page.data("/signalen/pageInfo/hasNextPage") == &json!(false) {
                break;
            }
            na = Some(page.text_at("/signalen/pageInfo/endCursor").to_owned());
        }
        assert_eq!(told, ["TOESTEMMING_VERLEEND", "TOESTEMMING_INGETROKKEN"], "all that may be told, in order");
        assert!(empty > 0, "a page ended early, and the next went on after it");
    }

    async fn a_restart_misses_nothing_and_tells_nothing_twice(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        app.grant(&inwoner, meekijken(&app, &["TRAJECT_LOOPT"])).await;
        app.publish_traject(traject("T-1")).await;
        let mut app = app;
        app.restart().await;
        app.settle_signals().await;
        app.settle_signals().await;
        assert_eq!(app.meekijker().signal_kinds().await, ["TOESTEMMING_VERLEEND", "TRAJECT_GESTART"]);
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
    async fn a_referral_is_heard_of_and_so_is_its_end_without_feedback(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let verwijzing = |status: &str, afgerond: Option<&str>| json!([{
            "bronId": "V-1", "soort": "INKOMENSCHECK", "route": "VIA_TRAJECT", "status": status,
            "ingediendOp": "2026-04-02", "afgerondOp": afgerond,
        }]);
        let dossier = srw_dossier("S-1").client_id(&inwoner);
        app.publish_srw(dossier.clone().with("verwijzingen", verwijzing("INGEDIEND", None))).await;
        app.publish_srw(dossier.versie(LATER).with("verwijzingen", verwijzing("AFGEROND", Some("2026-06-01")))).await;
        app.settle_signals().await;
        assert_eq!(app.joris().signal_kinds().await, ["VERWIJZING_ONTVANGEN", "TERUGKOPPELING_ONTBREEKT"]);
        let gemeente = app.fatima().doel(Doel::UitvoerenVerwijzing);
        assert_eq!(gemeente.signal_kinds().await, ["VERWIJZING_ONTVANGEN", "VERWIJZING_AFGEROND"]);
        assert_eq!(app.fatima().signal_kinds().await, Vec::<String>::new(), "not for another purpose");
    }

    async fn a_referral_that_first_appears_finished_is_heard_of_where_its_dossier_was_known(app: TestApp) {
        let inwoner = app.inwoner(&bsn(1)).await;
        let open = json!({"bronId": "V-1", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": "INGEDIEND", "ingediendOp": "2026-04-02"});
        let ended = json!({"bronId": "V-2", "soort": "JURIDISCHE_VRAAG", "route": "DIRECT", "status": "AFGEROND", "ingediendOp": "2026-06-01", "afgerondOp": "2026-06-01"});
        app.publish_srw(srw_dossier("S-1").client_id(&inwoner).with("verwijzingen", json!([open]))).await;
        app.publish_srw(srw_dossier("S-2").client_id(&inwoner).with("verwijzingen", json!([ended]))).await;
        assert_eq!(app.outbox(SubgraphName::Srw).await, ["VERWIJZING_ONTVANGEN"], "history is no news");
        app.publish_srw(srw_dossier("S-1").client_id(&inwoner).versie(LATER).with("verwijzingen", json!([open, ended]))).await;
        assert_eq!(app.outbox(SubgraphName::Srw).await[1..], ["VERWIJZING_AFGEROND", "TERUGKOPPELING_ONTBREEKT"]);
    }
}
