//! Finding what waits for a second consent manager.

use sea_orm_migration::prelude::*;

/// Finding what waits for a second consent manager: few of all events, so that only these are indexed.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let statement =
            "CREATE INDEX gebeurtenis_voorgesteld ON gebeurtenis (versie) WHERE soort = 'VOORGESTELD'";
        manager
            .get_connection()
            .execute_unprepared(statement)
            .await
            .map(|_| ())
    }
}
