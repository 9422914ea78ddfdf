use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, IsolationLevel, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
};

/// Begins to read: all that is read by it stands as at one moment. A record is read in several statements; without this one
/// that is replaced meanwhile would be told in part as it was and in part as it became, perhaps of somebody else.
pub(in crate::subgraphs) async fn begin_reading(
    db: &DatabaseConnection,
) -> Result<DatabaseTransaction, DbErr> {
    let is_postgres = db.get_database_backend() == DbBackend::Postgres;
    let options = TransactionOptions {
        // SQLite holds on to what it read first by itself.
        isolation_level: is_postgres.then_some(IsolationLevel::RepeatableRead),
        sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
        ..TransactionOptions::default()
    };
    db.begin_with_options(options).await
}
