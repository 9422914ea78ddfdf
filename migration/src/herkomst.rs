//! What an event comes of: what holds no longer of a record takes its events along, in the same shape everywhere.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::index;

/// Of which record, about whom, an event tells: opaque, and absent where it tells of a consent.
pub(crate) struct Migration {
    /// The table of the events.
    pub table: &'static str,
}

/// One name in every subgraph: it is the same column.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0220_herkomst"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = Table::alter()
            .table(self.table)
            .add_column(uuid_null("herkomst"))
            .take();
        manager.alter_table(add).await?;
        manager.create_index(index(self.table, &["herkomst"])).await
    }
}
