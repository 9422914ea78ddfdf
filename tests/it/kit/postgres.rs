use schakel_tests::Cluster;
use sea_orm::{ConnectionTrait, Database, Statement};

#[tokio::test]
async fn a_cluster_runs_and_is_shared() {
    let cluster = Cluster::shared();
    assert_eq!(cluster, Cluster::shared());
    let db = Database::connect(cluster.url("postgres")).await.unwrap();
    let version = Statement::from_string(db.get_database_backend(), "SELECT version()");
    let row = db.query_one_raw(version).await.unwrap().unwrap();
    let version: String = row.try_get_by_index(0).unwrap();
    assert!(version.starts_with("PostgreSQL "), "{version}");
}
