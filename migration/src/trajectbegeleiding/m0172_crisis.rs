//! When a crisis became known, to the moment.

use sea_orm_migration::{prelude::*, schema::*};

/// When a crisis became known, to the moment.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter()
            .table("traject_crisis")
            .add_column(timestamp_with_time_zone_null("bekend_op"))
            .take();
        manager.alter_table(column).await
    }
}
