//! When something is out of reach, nothing is told that could not be decided, read or logged; the rest is.

use schakel::federation::SubgraphName;
use schakel_tests::{
    TestApp,
    app::{Answer, bsn, traject},
    in_both_cities, on_both_engines,
};
use sea_orm::ConnectionTrait;

use super::queries::ask_all;

pub(super) async fn drop_table(app: &TestApp, subgraph: SubgraphName, table: &str) {
    let db = app.databases().connect(subgraph).await;
    let children = if subgraph == SubgraphName::Srw || table == "verstrekking" {
        ""
    } else {
        " CASCADE"
    };
    let sql = match app.databases().engine() {
        schakel_tests::Engine::Sqlite => format!("PRAGMA foreign_keys = OFF; DROP TABLE {table}"),
        schakel_tests::Engine::Postgres => format!("DROP TABLE {table}{children}"),
    };
    db.execute_unprepared(&sql).await.unwrap();
}

async fn resident(app: &TestApp) -> String {
    let inwoner = app.publish_everything(&bsn(1)).await;
    app.grant(&inwoner, "SAMENWERKEN").await;
    inwoner
}

/// Every reason that was given for groups of this party.
fn reasons_of(answer: &Answer, bronhouder: &str) -> Vec<String> {
    let mut told: Vec<String> = answer
        .not_shared()
        .into_iter()
        .filter(|(_, _, owner)| owner == bronhouder)
        .map(|(code, ..)| code)
        .collect();
    told.dedup();
    told
}

fn groups_of(answer: &Answer, place: &str) -> usize {
    let item = answer
        .data(&format!("/inwoner/{place}"))
        .as_object()
        .expect("an item");
    item.iter()
        .filter(|(name, value)| *name != "partij" && !value.is_null())
        .count()
}

in_both_cities! {
    async fn a_process_says_whether_it_is_ready(app: TestApp) {
        let get = async |path: &str| {
            let answer = Answer::of(app.http().get(app.url(path))).await;
            (answer.status, answer.body["status"].as_str().unwrap_or_default().to_owned())
        };
        assert_eq!(get("/health").await, (200, "pass".to_owned()));
        let (status, said) = get("/ready").await;
        // A disk that fills is warned of; whose disk this is, is not ours.
        assert!(status == 200 && ["pass", "warn"].contains(&said.as_str()), "{status} {said}");
        drop_table(&app, SubgraphName::Toestemming, "registerstand").await;
        assert_eq!(get("/health").await, (200, "pass".to_owned()));
        assert_eq!(get("/ready").await, (503, "fail".to_owned()));
    }
}

// Told of Utrecht only: Zaanstad has no sociaal raadslieden.
on_both_engines! {
    async fn without_a_log_nothing_is_told_not_even_to_the_owner(app: TestApp) {
        let inwoner = resident(&app).await;
        drop_table(&app, SubgraphName::Trajectbegeleiding, "verstrekking").await;
        for person in [app.fatima(), app.ahmed()] {
            let answer = ask_all(&person, &inwoner).await;
            assert_eq!(answer.status, 200);
            assert_eq!(groups_of(&answer, "trajecten/0"), 0, "{}", answer.shown());
            assert!(reasons_of(&answer, "gemeente-utrecht").contains(&"LOG_NIET_BEREIKBAAR".to_owned()), "{}", answer.shown());
            assert!(groups_of(&answer, "srw/0") > 0, "another owner's log is another's");
            assert!(!answer.text.contains("verstrekking"), "no table is named: {}", answer.shown());
        }
        let answer = ask_all(&app.fatima(), &inwoner).await;
        assert_eq!(reasons_of(&answer, "gemeente-utrecht"), ["LOG_NIET_BEREIKBAAR"]);
    }

    async fn without_the_registers_events_own_records_are_shown_and_no_others(app: TestApp) {
        let inwoner = resident(&app).await;
        drop_table(&app, SubgraphName::Toestemming, "gebeurtenis").await;
        let answer = ask_all(&app.fatima(), &inwoner).await;
        assert_eq!(groups_of(&answer, "trajecten/0"), 9, "{}", answer.shown());
        assert_eq!((groups_of(&answer, "srw/0"), groups_of(&answer, "buurtteams/0")), (0, 0));
        for owner in ["u-centraal", "incluzio", "lokalis"] {
            assert_eq!(reasons_of(&answer, owner), ["REGISTER_NIET_BEREIKBAAR"], "{owner}");
        }
        let logged = app.log_lines(SubgraphName::Srw).await.pop().unwrap();
        assert_eq!(logged.reden("SRW_STATUS"), Some("REGISTER_NIET_BEREIKBAAR"));
    }

    async fn without_the_register_nothing_of_others_is_told(app: TestApp) {
        let inwoner = resident(&app).await;
        drop_table(&app, SubgraphName::Toestemming, "registerstand").await;
        for person in [app.fatima(), app.ahmed(), app.joris()] {
            let answer = ask_all(&person, &inwoner).await;
            assert_eq!(answer.status, 200, "{}", answer.shown());
            assert!(answer.codes().contains(&"REGISTER_NIET_BEREIKBAAR"), "{}", answer.shown());
            for value in ["F. Regisseur", "STABILISATIE", "J. Raadslid", "INKOMENSCHECK"] {
                let owner = if value.starts_with("J.") || value.starts_with("INK") { "u-centraal" } else { "gemeente-utrecht" };
                assert!(person.partij() == owner || !answer.text.contains(value), "{value}: {}", answer.shown());
            }
        }
        let answer = app.tessa().grant(&inwoner, "LAMPJE").await;
        assert_eq!(answer.codes().len(), 1, "{}", answer.shown());
        assert!(!answer.text.contains("registerstand"), "{}", answer.shown());
    }

    async fn an_owner_out_of_reach_takes_nobody_along(app: TestApp) {
        let inwoner = resident(&app).await;
        drop_table(&app, SubgraphName::Trajectbegeleiding, "traject").await;
        let answer = ask_all(&app.joris(), &inwoner).await;
        assert_eq!(groups_of(&answer, "trajecten/0"), 0);
        for groep in ["TRAJECT_LOOPT", "TRAJECT_FASE"] {
            assert_eq!(answer.reden(groep, "gemeente-utrecht").as_deref(), Some("BRON_NIET_BEREIKBAAR"), "{}", answer.shown());
        }
        assert_eq!(answer.reden("TRAJECT_FINANCIEEL", "gemeente-utrecht").as_deref(), Some("GEEN_TOESTEMMING"), "what was not allowed stays so");
        assert!(groups_of(&answer, "srw/0") > 0 && groups_of(&answer, "buurtteams/0") > 0, "{}", answer.shown());
        let own = ask_all(&app.fatima(), &inwoner).await;
        assert_eq!(reasons_of(&own, "gemeente-utrecht"), ["BRON_NIET_BEREIKBAAR"]);
        let failed = app.gemeente_systeem().publish(&traject("T-2")).await;
        assert_eq!(failed.codes(), ["INTERNE_FOUT"]);
        assert!(!failed.text.contains("traject\"") && !failed.text.to_lowercase().contains("sql"), "{}", failed.shown());
    }
}
