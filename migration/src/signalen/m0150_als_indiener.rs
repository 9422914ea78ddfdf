//! Whether a signal tells its receiver of a referral of its own.

use sea_orm_migration::{prelude::*, schema::*};

/// Whether a signal tells its receiver of a referral of its own.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = Table::alter()
            .table("signaal")
            .add_column(boolean("als_indiener").default(false))
            .take();
        manager.alter_table(add).await
    }
}
