//! Another city by configuration alone: in Zaanstad the wijkteams own the trajecten, afdeling Services carries them out, nobody
//! is sociaal raadslid and a corporation tells of rent. What both cities share is told in the other stories, of both.

use schakel::domain::{Doel, Rol};
use schakel_tests::{
    Engine, TestApp,
    app::{ZAANSTAD, bsn, buurtteamdossier, deel, traject, unknown_id},
};
use serde_json::json;

use super::queries::{ask_all, ask_lamp, lamp};

async fn zaanstad() -> TestApp {
    TestApp::in_city(Engine::Sqlite, &ZAANSTAD).await
}

#[tokio::test]
async fn the_wijkteams_own_the_trajecten_and_services_carries_them_out() {
    let app = zaanstad().await;
    let inwoner = app.publish_traject(traject("T-1")).await;
    let owners = ask_all(&app.fatima(), &inwoner).await.expect_ok();
    let listed: Vec<&str> = owners
        .data("/inwoner/trajecten")
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["partij"]["id"].as_str())
        .collect();
    assert_eq!(
        listed,
        [
            "wijkteams-west",
            "wijkteams-noord",
            "wijkteams-midden",
            "wijkteams-oost",
            "wijkteams-zuid"
        ]
    );
    assert_eq!(owners.data("/inwoner/trajecten/0/fase/fase"), "STABILISATIE");
    assert_eq!(
        owners.data("/inwoner/srw"),
        &json!([]),
        "no party there is sociaal raadslid"
    );

    let services = app.meekijker().doel(Doel::UitvoerenVerwijzing);
    let told = ask_all(&services, &inwoner).await.expect_ok();
    assert_eq!(
        told.data("/inwoner/trajecten/0/financieel/aantalSchuldeisers"),
        17,
        "its task is a legal ground"
    );
    assert_eq!(
        told.reden("BUURTTEAM_STATUS", "wijkteams-west").as_deref(),
        Some("DOEL_NIET_GEDEKT")
    );
    let for_nothing = ask_lamp(&app.meekijker(), &inwoner).await;
    assert_eq!(
        lamp(&for_nothing),
        Err("GEEN_TOESTEMMING".to_owned()),
        "what isn't its task takes consent"
    );
    app.system_of(ZAANSTAD.meekijker)
        .publish(&traject("T-2"))
        .await
        .expect_code("PARTIJ_NIET_BEVOEGD");
}

#[tokio::test]
async fn where_a_crisis_is_known_the_wijkteam_has_48_hours() {
    let app = zaanstad().await;
    let nothing = [
        "termijnen",
        "gesprekken",
        "beschikkingen",
        "moratoria",
        "opschortingen",
    ];
    let applied = nothing
        .into_iter()
        .fold(traject("T-1"), |record, field| record.with(field, json!([])))
        .with("aanmelddatum", json!("2026-06-12"))
        .with("crises", json!([{"start": "2026-06-13"}]))
        .with("schuldregeling", json!(null))
        .with("oplossing", json!(null))
        .with("nazorg", json!(null))
        .with("planVanAanpakOp", json!(null))
        .fase("AANMELDING", "2026-06-12");
    app.publish_traject(applied).await;
    let query = "{ werklijst { edges { node { termijn { code eindeOp toestand } } } } }";
    let told = app.fatima().ask(query, json!({})).await.expect_ok();
    let first = told.data("/werklijst/edges/0/node/termijn");
    // From Saturday to Monday: hours know no weekend.
    assert_eq!(
        first,
        &json!({"code": "EERSTE_GESPREK_URGENT", "eindeOp": "2026-06-14T22:00:00+00:00", "toestand": "OVERSCHREDEN"})
    );
}

#[tokio::test]
async fn the_corporation_reads_nothing() {
    let app = zaanstad().await;
    let inwoner = app.publish_everything(&bsn(1)).await;
    let mistaken = deel(
        ZAANSTAD.traject.partij,
        "woningcorporatie-zaan",
        &["TRAJECT_LOOPT"],
    );
    app.tessa()
        .grant(&inwoner, mistaken)
        .await
        .expect_code("INVOER_ONGELDIG");
    let corporation = app.person("woningcorporatie-zaan", Rol::Bronsysteem);
    let (known, unknown) = (
        ask_all(&corporation, &inwoner).await,
        ask_all(&corporation, &unknown_id(9)).await,
    );
    assert!(
        known
            .not_shared()
            .iter()
            .all(|(code, ..)| code == "GROEP_BUITEN_BEREIK"),
        "{}",
        known.shown()
    );
    assert_eq!(
        known.comparable().replace(&inwoner, ""),
        unknown.comparable().replace(&unknown_id(9), "")
    );
}

#[tokio::test]
async fn the_regisseur_hears_that_a_dossier_of_the_own_wijkteam_was_closed() {
    let app = zaanstad().await;
    let west = app.system_of(ZAANSTAD.traject);
    let closes = async |dossier: &str, n: u32| {
        let open = buurtteamdossier(dossier).client_bsn(&bsn(n));
        west.published(&open).await;
        let closed = open.versie("2026-06-02T08:00:00Z").gesloten("2026-06-02");
        west.published(&closed).await;
        app.settle_signals().await;
    };
    closes("B-2", 2).await;
    assert_eq!(
        app.fatima().signal_kinds().await,
        Vec::<String>::new(),
        "no traject of theirs runs"
    );
    app.publish_traject(traject("T-1")).await;
    closes("B-1", 1).await;
    let heard = app.fatima().signal_kinds().await;
    assert!(
        heard.contains(&"DOSSIER_GESLOTEN_TIJDENS_TRAJECT".to_owned()),
        "{heard:?}"
    );
}

/// Monday at half past eleven a landlord calls; the wijkteam has until Wednesday at half past eleven, not until midnight.
#[tokio::test]
async fn forty_eight_hours_are_counted_from_the_moment_at_which_a_crisis_is_known() {
    let app = zaanstad().await;
    let crisis = json!([{"start": "2026-06-15", "bekendOp": "2026-06-15T09:30:00Z"}]);
    let record = super::werklijst::applied("T-1", 1, "2026-06-01").with("crises", crisis);
    let inwoner = app.publish_traject(record).await;
    let query = "query($id: ID!) { inwoner(id: $id) { trajecten { fase { crises { start bekendOp } }
        termijnen { code start eindeOp toestand } } } }";
    let urgent = async || {
        let told = app.fatima().ask(query, json!({"id": inwoner})).await.expect_ok();
        let termijnen = told
            .data("/inwoner/trajecten/0/termijnen")
            .as_array()
            .unwrap()
            .clone();
        let known = told.data("/inwoner/trajecten/0/fase/crises/0/bekendOp").clone();
        assert_eq!(known, json!("2026-06-15T09:30:00+00:00"));
        let urgent = |one: &&serde_json::Value| one["code"] == "EERSTE_GESPREK_URGENT";
        termijnen.iter().find(urgent).expect("it is counted").clone()
    };
    let told = urgent().await;
    assert_eq!(
        told,
        json!({"code": "EERSTE_GESPREK_URGENT", "start": "2026-06-15", "eindeOp": "2026-06-17T09:30:00+00:00", "toestand": "LOPEND"})
    );
    for (minutes, toestand) in [
        (24 * 60 - 31, "LOPEND"),
        (1, "NADERT"),
        (24 * 60 - 1, "NADERT"),
        (1, "OVERSCHREDEN"),
    ] {
        app.clock().advance(chrono::TimeDelta::minutes(minutes));
        assert_eq!(urgent().await["toestand"], toestand, "{}", app.now());
    }
}
