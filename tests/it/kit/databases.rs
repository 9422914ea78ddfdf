use std::path::Path;

use schakel::federation::SubgraphName;
use schakel_migration::Room;
use schakel_tests::{Cluster, Databases, Engine, OnEngine, on_both_engines};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};

async fn make_table(db: &DatabaseConnection) {
    db.execute_unprepared("CREATE TABLE kit (id INTEGER)")
        .await
        .unwrap();
}

async fn has_table(db: &DatabaseConnection) -> bool {
    db.execute_unprepared("SELECT id FROM kit").await.is_ok()
}

on_both_engines! {
    /// The rooms of one test share nothing either.
    async fn every_room_has_a_database_of_its_own(databases: Databases) {
        make_table(&databases.connect(SubgraphName::Srw).await).await;
        for &subgraph in SubgraphName::ALL {
            let expected = subgraph == SubgraphName::Srw;
            assert_eq!(has_table(&databases.connect(subgraph).await).await, expected, "{subgraph}");
        }
    }

    async fn every_database_is_migrated(databases: Databases) {
        for &subgraph in SubgraphName::ALL {
            let room = Room::from_name(subgraph.word()).unwrap();
            assert!(!room.is_behind(&databases.connect(subgraph).await).await.unwrap(), "{subgraph}");
        }
    }

    async fn two_tests_see_different_databases(databases: Databases) {
        let others = Databases::on(databases.engine()).await;
        make_table(&databases.connect(SubgraphName::Srw).await).await;
        assert!(!has_table(&others.connect(SubgraphName::Srw).await).await);
    }
}

#[tokio::test]
async fn a_folder_goes_with_its_test() {
    let databases = Databases::on(Engine::Sqlite).await;
    let path = databases
        .url(SubgraphName::Srw)
        .trim_start_matches("sqlite://")
        .trim_end_matches("?mode=rw")
        .to_owned();
    assert!(Path::new(&path).exists());
    drop(databases);
    assert!(!Path::new(&path).exists());
}

#[tokio::test]
async fn clones_go_with_their_test_even_while_connected() {
    let databases = Databases::on(Engine::Postgres).await;
    let left_open = databases.connect(SubgraphName::Srw).await;
    let names: Vec<String> = SubgraphName::ALL
        .iter()
        .map(|name| name_in(databases.url(*name)))
        .collect();
    assert_eq!(count(&names).await, 5);
    drop(databases);
    assert_eq!(count(&names).await, 0);
    drop(left_open);
}

fn name_in(url: &str) -> String {
    let (_, rest) = url.split_once("localhost/").unwrap();
    rest.split('?').next().unwrap().to_owned()
}

async fn count(names: &[String]) -> usize {
    let admin = Database::connect(Cluster::shared().url("postgres"))
        .await
        .unwrap();
    let all = Statement::from_string(
        admin.get_database_backend(),
        "SELECT datname::text AS naam FROM pg_database",
    );
    let rows = admin.query_all_raw(all).await.unwrap();
    rows.iter()
        .filter(|row| names.contains(&row.try_get("", "naam").unwrap()))
        .count()
}
