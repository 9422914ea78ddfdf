//! What was kept long enough goes, and nothing else (AVG 5(1)(e)).

use std::collections::BTreeSet;

use chrono::TimeDelta;
use schakel::{config::RetentionConfig, domain::Doel, federation::SubgraphName};
use schakel_tests::{
    TestApp,
    app::{bsn, buurtteamdossier, deel, srw_dossier, traject},
    on_both_engines,
};
use serde_json::{Value, json};

use super::queries::{ask_all, ask_lamp, lamp};

/// Everything is kept for a year.
async fn configured(app: &mut TestApp) {
    let a_year = json!({"dagen": 365, "grondslag": "besluit van de proef"});
    let lengths = schakel::domain::BewaarSoort::ALL
        .iter()
        .map(|soort| (soort.word().to_owned(), a_year.clone()));
    let lengths: Value = lengths.collect::<serde_json::Map<_, _>>().into();
    let lengths: RetentionConfig = serde_json::from_value(lengths).expect("the lengths fit");
    app.restart_with(|config| config.bewaren = lengths).await;
}

async fn erase(app: &TestApp) -> u64 {
    app.installation()
        .retention
        .erase()
        .await
        .expect("the databases answer")
}

/// Of one resident: a traject and dossiers that were over before the stories begin, with a mark in each.
async fn over(app: &TestApp) -> String {
    let t = traject("T-zwaluw")
        .fase("AFGESLOTEN", "2026-01-12")
        .with("nazorg", Value::Null);
    let t = t.with(
        "regisseurs",
        json!([{"contact": {"naam": "zwaluwteken"}, "sinds": "2025-03-02"}]),
    );
    let t = t.with("aanmelddatum", json!("2025-03-02"));
    let inwoner = app.publish_traject(t).await;
    let verwijzingen = json!([{"bronId": "zwaluwteken", "soort": "INKOMENSCHECK", "route": "DIRECT", "status": "AFGEROND",
        "ingediendOp": "2026-01-02", "geaccepteerdOp": "2026-01-03", "afgerondOp": "2026-01-04", "vraag": "zwaluwteken"}]);
    app.publish_srw(
        srw_dossier("S-zwaluw")
            .client_id(&inwoner)
            .with("verwijzingen", verwijzingen),
    )
    .await;
    let b = buurtteamdossier("B-zwaluw")
        .with("team", json!("zwaluwteken"))
        .with("geopendOp", json!("2025-03-02"));
    app.publish_buurtteam(b.gesloten("2026-01-12")).await;
    inwoner
}

async fn acts(app: &TestApp) -> Vec<String> {
    let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
    let by_itself = lines.into_iter().filter(|line| line.partij.is_empty());
    by_itself.map(|line| line.handeling).collect()
}

on_both_engines! {
    async fn without_a_length_nothing_goes(app: TestApp) {
        over(&app).await;
        app.clock().advance(TimeDelta::days(36_500));
        assert_eq!(erase(&app).await, 0);
        assert!(!app.tables_with("zwaluw").await.is_empty());
    }

    async fn what_is_over_goes_whole_and_what_runs_stays(app: TestApp) {
        let mut app = app;
        configured(&mut app).await;
        let inwoner = over(&app).await;
        let running = app.publish_everything(&bsn(2)).await;
        app.grant(&inwoner, deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"])).await;
        ask_all(&app.ahmed(), &inwoner).await;
        app.clock().advance(TimeDelta::days(200));
        assert_eq!(erase(&app).await, 0, "not yet");
        assert_eq!(acts(&app).await, Vec::<String>::new());
        // The dossier of the sociaal raadslieden counts from its publication, which was later.
        app.clock().advance(TimeDelta::days(170));
        assert!(erase(&app).await >= 3);
        assert_eq!(app.tables_with("zwaluw").await, BTreeSet::new());
        assert!(acts(&app).await.contains(&"BEWAARTERMIJN".to_owned()));
        assert_eq!(erase(&app).await, 0, "once is enough");
        assert_eq!(lamp(&ask_lamp(&app.fatima(), &running).await), Ok(Some(true)), "however old, it runs");
        let again = traject("T-zwaluw").fase("AFGESLOTEN", "2026-01-12").with("nazorg", Value::Null).with("aanmelddatum", json!("2025-03-02"));
        assert_eq!(app.gemeente_systeem().published(&again).await.uitkomst, "GEWIST");
        assert_eq!(app.incluzio_systeem().heard_of_trajecten().await, [], "nobody hears when it was over");
    }

    async fn a_record_that_goes_on_before_it_is_due_stays(app: TestApp) {
        let mut app = app;
        configured(&mut app).await;
        let inwoner = over(&app).await;
        app.clock().advance(TimeDelta::days(370));
        let reopened = traject("T-zwaluw").versie("2026-06-02T08:00:00Z");
        app.gemeente_systeem().published(&reopened).await;
        erase(&app).await;
        assert_eq!(lamp(&ask_lamp(&app.fatima(), &inwoner).await), Ok(Some(true)));
    }

    async fn replicas_at_once_erase_each_thing_once(app: TestApp) {
        let mut app = app;
        configured(&mut app).await;
        for n in 1..=30 {
            let t = traject(&format!("T-{n}")).client_bsn(&bsn(n)).fase("AFGESLOTEN", "2026-01-12");
            app.publish_traject(t.with("nazorg", Value::Null).with("aanmelddatum", json!("2025-03-02"))).await;
        }
        app.clock().advance(TimeDelta::days(370));
        let retention = &app.installation().retention;
        let (one, two) = tokio::join!(retention.erase(), retention.erase());
        assert!(one.expect("erased") + two.expect("erased") >= 30);
        assert_eq!(erase(&app).await, 0);
        let db = app.databases().connect(SubgraphName::Trajectbegeleiding).await;
        use sea_orm::{EntityTrait, PaginatorTrait};
        use schakel_entity::trajectbegeleiding::{grafsteen, traject};
        assert_eq!(traject::Entity::find().count(&db).await.unwrap(), 0);
        assert_eq!(grafsteen::Entity::find().count(&db).await.unwrap(), 30);
    }

    async fn evidence_goes_and_an_old_decision_is_explained_as_before(app: TestApp) {
        let mut app = app;
        configured(&mut app).await;
        let inwoner = app.publish_traject(traject("T-1")).await;
        let grant = deel("gemeente-utrecht", "incluzio", &["TRAJECT_LOOPT"]);
        let bewijs = json!({"soort": "HANDTEKENING", "tekstversie": "2026-1", "taal": "nl", "plaats": "zwaluwteken"});
        app.grant(&inwoner, grant.with("bewijs", bewijs)).await;
        assert_eq!(lamp(&ask_lamp(&app.ahmed(), &inwoner).await), Ok(Some(true)));
        let lines = app.log_lines(SubgraphName::Trajectbegeleiding).await;
        let besluit = lines[0].uitkomsten[0]["besluit"].as_str().unwrap().to_owned();
        assert!(!app.tables_with("zwaluwteken").await.is_empty());
        app.clock().advance(TimeDelta::days(1_000));
        assert!(erase(&app).await >= 1);
        assert_eq!(app.tables_with("zwaluwteken").await, BTreeSet::new());
        let officer = app.person("gemeente-utrecht", schakel::domain::Rol::FunctionarisGegevensbescherming);
        let query = "query($besluit: UUID!) { waarom(besluit: $besluit) { traject { reden herspeeld gelijk } } }";
        let answer = officer.doel(Doel::Verantwoording).ask(query, json!({"besluit": besluit})).await.expect_ok();
        assert_eq!(answer.data("/waarom/traject"), &json!({"reden": "TOEGESTAAN_TOESTEMMING", "herspeeld": "TOEGESTAAN_TOESTEMMING", "gelijk": true}));
        let query = "query($id: ID!) { toestemmingen(inwoner: $id) { status vastlegging { bewijs tekstversie hash plaats } } }";
        let answer = app.tessa().ask(query, json!({"id": inwoner})).await.expect_ok();
        let told = answer.data("/toestemmingen/0");
        assert_eq!(told, &json!({"status": "VERLOPEN", "vastlegging": {"bewijs": "HANDTEKENING", "tekstversie": "2026-1", "hash": null, "plaats": null}}));
    }
}
