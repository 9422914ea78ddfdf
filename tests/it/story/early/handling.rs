//! Who received early signals sees what all partners gave of a resident together, and says what came of it.

use chrono::TimeDelta;
use schakel::{domain::Rol, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{bsn, traject},
};
use serde_json::{Value, json};

use super::{
    fields, give, huurder, in_both_cities, in_utrecht, list, listed, of_inwoner, premie, signaal, step,
    take_back, uitkomst,
};

/// A signal that came in about this tenant: its id, and whom it is about.
async fn received(app: &TestApp, n: u32) -> (String, String) {
    let (number, inwoner) = huurder(app, n).await;
    give(
        &app.corporatie_systeem(),
        &signaal(app, &format!("V-{n}"), &number),
    )
    .await
    .expect_ok();
    (id_of(app, &inwoner).await, inwoner)
}

async fn id_of(app: &TestApp, inwoner: &str) -> String {
    let all = of_inwoner(&app.fatima(), inwoner).await;
    all[0]["id"].as_str().unwrap().to_owned()
}

/// A traject that a signal led to.
fn by_signal(bron_id: &str) -> schakel_tests::app::Record {
    traject(bron_id)
        .with("ingang", json!("SIGNAAL"))
        .fase("SIGNAAL", "2026-06-14")
}

in_both_cities! {
    async fn a_signal_becomes_a_traject(app: TestApp) {
        let (id, inwoner) = received(&app, 1).await;
        let picked = step(&app.fatima(), &[&id], "OPPAKKEN", json!({})).await.expect_ok();
        assert_eq!(picked.text_at("/vroegsignaalBijwerken/0/status"), "IN_ONDERZOEK");
        app.publish_traject(by_signal("T-1")).await;
        let linked = step(&app.fatima(), &[&id], "KOPPELEN", json!({"traject": "T-1"})).await.expect_ok();
        let told = linked.data("/vroegsignaalBijwerken/0");
        assert_eq!([&told["status"], &told["traject"], &told["resultaat"]], [&json!("TRAJECT"), &json!("T-1"), &Value::Null]);
        assert_eq!(told["afgehandeldOp"], "2026-06-15T10:00:00+00:00");
        assert_eq!(listed(list(&app.fatima(), json!({})).await), Vec::<String>::new(), "it is open no more");
        assert_eq!(of_inwoner(&app.fatima(), &inwoner).await.len(), 1);
        step(&app.fatima(), &[&id], "AFSLUITEN", json!({"resultaat": "NIET_BEREIKT"})).await.expect_code("STAP_NIET_MOGELIJK");
        app.gemeente_systeem().withdraw("T-1").await.expect_ok();
        let back = &of_inwoner(&app.fatima(), &inwoner).await[0];
        assert_eq!([&back["status"], &back["traject"], &back["afgehandeldOp"]], [&json!("IN_ONDERZOEK"), &Value::Null, &Value::Null]);
        assert_eq!(listed(list(&app.fatima(), json!({})).await).len(), 1, "it is open again");
        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let steps = lines.iter().filter(|line| line.handeling == "VROEGSIGNAAL_BIJWERKEN");
        assert_eq!(steps.map(|line| line.inwoner.as_str()).collect::<Vec<_>>(), [&inwoner; 3], "the one that was refused too");
    }

    async fn it_becomes_no_other_traject(app: TestApp) {
        let (id, _) = received(&app, 1).await;
        app.publish_traject(traject("T-ander").client_bsn(&bsn(2)).with("ingang", json!("SIGNAAL"))).await;
        app.publish_traject(traject("T-buurtteam")).await;
        app.publish_traject(by_signal("T-terug").client_bsn(&bsn(1))).await;
        app.gemeente_systeem().withdraw("T-terug").await.expect_ok();
        for (bron_id, reason) in [
            ("T-onbekend", "is geen eigen traject"),
            ("T-terug", "is geen eigen traject"),
            ("T-buurtteam", "kwam niet binnen met ingang SIGNAAL"),
            ("T-ander", "is niet van wie het signaal gaat"),
        ] {
            let refused = step(&app.fatima(), &[&id], "KOPPELEN", json!({"traject": bron_id})).await;
            assert_eq!(super::faults(refused), [("traject".to_owned(), reason.to_owned())], "{bron_id}");
        }
        assert_eq!(listed(list(&app.fatima(), json!({})).await).len(), 1, "nothing has changed");
    }

    async fn a_signal_ends_with_its_result_and_comes_back_with_news(app: TestApp) {
        let (id, inwoner) = received(&app, 1).await;
        let closed = step(&app.fatima(), &[&id], "AFSLUITEN", json!({"resultaat": "HULP_AFGEWEZEN"})).await.expect_ok();
        let told = closed.data("/vroegsignaalBijwerken/0");
        assert_eq!([&told["status"], &told["resultaat"]], [&json!("AFGESLOTEN"), &json!("HULP_AFGEWEZEN")]);
        step(&app.fatima(), &[&id], "OPPAKKEN", json!({})).await.expect_code("STAP_NIET_MOGELIJK");
        app.clock().advance(TimeDelta::days(30));
        let worse = signaal(&app, "V-1", "HUUR-1").versie("2026-07-14T08:00:00Z").with("maanden", json!(3));
        assert_eq!(uitkomst(give(&app.corporatie_systeem(), &worse).await), "BIJGEWERKT");
        let back = &of_inwoner(&app.fatima(), &inwoner).await[0];
        assert_eq!([&back["status"], &back["resultaat"], &back["afgehandeldOp"]], [&json!("ONTVANGEN"), &Value::Null, &Value::Null]);
        assert_eq!(back["ontvangenOp"], "2026-07-15T10:00:00+00:00");
    }

    async fn after_its_traject_has_ended_news_begins_anew(app: TestApp) {
        let (id, inwoner) = received(&app, 1).await;
        app.publish_traject(by_signal("T-1")).await;
        step(&app.fatima(), &[&id], "KOPPELEN", json!({"traject": "T-1"})).await.expect_ok();
        let news = |maanden: i32, versie: &str| signaal(&app, "V-1", "HUUR-1").versie(versie).with("maanden", json!(maanden));
        give(&app.corporatie_systeem(), &news(3, "2026-06-15T08:00:00Z")).await.expect_ok();
        let status = async || of_inwoner(&app.fatima(), &inwoner).await[0]["status"].clone();
        assert_eq!(status().await, "TRAJECT", "the traject runs: they work on it");
        app.publish_traject(by_signal("T-1").versie("2026-06-14T08:00:00Z").fase("AFGESLOTEN", "2026-06-12")).await;
        give(&app.corporatie_systeem(), &news(4, "2026-06-15T09:00:00Z")).await.expect_ok();
        assert_eq!(status().await, "ONTVANGEN", "a relapse is heard of");
    }

    async fn work_goes_on_over_a_correction(app: TestApp) {
        let (id, inwoner) = received(&app, 1).await;
        step(&app.fatima(), &[&id], "OPPAKKEN", json!({})).await.expect_ok();
        app.clock().advance(TimeDelta::days(1));
        let mended = signaal(&app, "V-1", "HUUR-1").versie("2026-06-15T08:00:00Z").with("bedrag", json!(1500));
        assert_eq!(uitkomst(give(&app.corporatie_systeem(), &mended).await), "BIJGEWERKT");
        let one = &of_inwoner(&app.fatima(), &inwoner).await[0];
        assert_eq!([&one["status"], &one["bedrag"]], [&json!("IN_ONDERZOEK"), &json!(1500)]);
        assert_eq!([&one["ontvangenOp"], &one["bijgewerktOp"]], [&json!("2026-06-15T10:00:00+00:00"), &json!("2026-06-16T10:00:00+00:00")]);
        take_back(&app.corporatie_systeem(), "V-1").await.expect_ok();
        step(&app.fatima(), &[&id], "AFSLUITEN", json!({"resultaat": "NIET_BEREIKT"})).await.expect_code("ONBEKEND");
    }

    async fn only_who_offers_help_takes_steps_and_only_with_ones_own(app: TestApp) {
        let (id, _) = received(&app, 1).await;
        let owner = app.fatima().partij().to_owned();
        for rol in [Rol::Vrijwilliger, Rol::FunctionarisGegevensbescherming, Rol::Beheerder] {
            step(&app.person(&owner, rol), &[&id], "OPPAKKEN", json!({})).await.expect_code("ROL_NIET_BEVOEGD");
        }
        let other = step(&app.sanne(), &[&id], "OPPAKKEN", json!({})).await;
        let expected = if app.city().naam == "Zaanstad" { "ONBEKEND" } else { "PARTIJ_NIET_BEVOEGD" };
        other.expect_code(expected);
        step(&app.gemeente_systeem(), &[&id], "OPPAKKEN", json!({})).await.expect_ok();
        let nobody = "00000000-0000-0000-0000-000000000000";
        step(&app.fatima(), &[&id, nobody], "AFSLUITEN", json!({"resultaat": "NIET_BEREIKT"})).await.expect_code("ONBEKEND");
        assert_eq!(listed(list(&app.fatima(), json!({})).await).len(), 1, "all of them or none");
        let wrong = step(&app.fatima(), &[], "AFSLUITEN", json!({"traject": "T-1"})).await;
        assert_eq!(fields(wrong), ["vroegsignalen", "traject", "resultaat"]);
    }

    async fn who_waits_longest_stands_first_page_by_page(app: TestApp) {
        let mut waiting = Vec::new();
        for n in [3, 1, 2, 4] {
            waiting.push(received(&app, n).await.1);
            if n != 1 {
                app.clock().advance(TimeDelta::minutes(1));
            }
        }
        // Two came in at the same moment: their order is fixed, and tells nothing.
        waiting[1..3].sort();
        let mut seen = Vec::new();
        let mut na = Value::Null;
        loop {
            let page = list(&app.fatima(), json!({"eerste": 1, "na": na})).await.expect_ok();
            na = page.data("/vroegsignalen/pageInfo/endCursor").clone();
            let has_next = page.data("/vroegsignalen/pageInfo/hasNextPage") == &json!(true);
            seen.extend(listed(page));
            if !has_next {
                break;
            }
        }
        assert_eq!(seen, waiting);
        let wrong = list(&app.fatima(), json!({"eerste": 0, "na": "7"})).await;
        assert_eq!(fields(wrong), ["na", "eerste"]);
    }
}

in_utrecht! {
    async fn what_several_partners_gave_stands_together(app: TestApp) {
        let (rent, inwoner) = received(&app, 1).await;
        let insurer = app.person("zorgverzekeraar-midden", Rol::Bronsysteem);
        give(&insurer, &premie(&app, "P-1", &bsn(1))).await.expect_ok();
        let together = list(&app.fatima(), json!({})).await.expect_ok();
        let signals = together.data("/vroegsignalen/edges/0/node/vroegsignalen").as_array().unwrap().clone();
        let mut kinds: Vec<_> = signals.iter().map(|one| one["soort"].as_str().unwrap()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["HUUR", "ZORGVERZEKERING"]);
        step(&app.fatima(), &[&rent], "AFSLUITEN", json!({"resultaat": "HULP_AANVAARD"})).await.expect_ok();
        let still = list(&app.fatima(), json!({})).await.expect_ok();
        let beside = still.data("/vroegsignalen/edges/0/node/vroegsignalen").as_array().unwrap();
        assert_eq!(beside.len(), 2, "what was closed stands beside what is open");
        let closed = list(&app.fatima(), json!({"filter": {"statussen": ["AFGESLOTEN"]}})).await;
        assert_eq!(listed(closed), [inwoner]);

        let ids: Vec<&str> = signals.iter().map(|one| one["id"].as_str().unwrap()).collect();
        step(&app.fatima(), &ids, "OPPAKKEN", json!({})).await.expect_code("STAP_NIET_MOGELIJK");
        app.publish_traject(by_signal("T-1")).await;
        let insured = ids.iter().find(|id| **id != rent).unwrap();
        let linked = step(&app.fatima(), &[insured], "KOPPELEN", json!({"traject": "T-1"})).await.expect_ok();
        assert_eq!(linked.text_at("/vroegsignaalBijwerken/0/traject"), "T-1");
    }

    async fn signals_outlive_the_configuration_of_who_gave_them(app: TestApp) {
        let (_, inwoner) = received(&app, 1).await;
        app.change_inrichting(|city| {
            city.vroegsignalen.clear();
            city.samenwerkingen[0].partijen.retain(|partij| partij.id.as_str() != "woningcorporatie-vecht");
        }).await;
        let told = of_inwoner(&app.fatima(), &inwoner).await;
        assert_eq!(told[0]["signaalpartner"]["naam"], "woningcorporatie-vecht");
    }
}
