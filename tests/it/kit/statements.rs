use schakel::federation::SubgraphName;
use schakel_tests::{Databases, Statements, on_both_engines};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, TransactionTrait};

async fn select(db: &impl ConnectionTrait, number: usize) {
    let sql = format!("SELECT {number} AS n");
    db.query_one_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .unwrap();
}

async fn watched(databases: &Databases) -> (DatabaseConnection, Statements) {
    let mut db = databases.connect(SubgraphName::Srw).await;
    let statements = Statements::default();
    statements.watch(&mut db);
    (db, statements)
}

on_both_engines! {
    async fn statements_are_counted_in_clones_and_transactions(databases: Databases) {
        let (db, statements) = watched(&databases).await;
        let ((), seen) = statements.during(async {
            select(&db, 1).await;
            select(&db.clone(), 2).await;
            let transaction = db.begin().await.unwrap();
            select(&transaction, 3).await;
            transaction.commit().await.unwrap();
        }).await;
        assert_eq!(seen, ["SELECT 1 AS n", "SELECT 2 AS n", "SELECT 3 AS n"]);
    }

    async fn counting_starts_anew(databases: Databases) {
        let (db, statements) = watched(&databases).await;
        select(&db, 1).await;
        let ((), seen) = statements.during(select(&db, 2)).await;
        Statements::assert_as_many(&seen, &["SELECT 2 AS n".to_owned()]);
        assert_eq!(statements.take(), [""; 0]);
    }
}

#[test]
#[should_panic(expected = "grows from 1 to 2")]
fn a_growing_number_fails() {
    Statements::assert_as_many(&["a".to_owned()], &["a".to_owned(), "b".to_owned()]);
}

#[test]
#[should_panic(expected = "is the connection watched")]
fn nothing_seen_fails() {
    Statements::assert_as_many(&[], &[]);
}
