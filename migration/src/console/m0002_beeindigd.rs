//! When a session ended; until then it is in force, as far as the clock goes.

use sea_orm_migration::{prelude::*, schema::*};

/// When a session ended; until then it is in force, as far as the clock goes.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = Table::alter()
            .table("sessie")
            .add_column(timestamp_with_time_zone_null("beeindigd_op"))
            .take();
        manager.alter_table(add).await
    }
}
