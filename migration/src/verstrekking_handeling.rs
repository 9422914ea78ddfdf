//! The log tells what was done, and in which team: an old decision is replayed from it.

use sea_orm_migration::{prelude::*, schema::*};

/// The log tells what was done, and in which team.
pub(crate) struct Migration;

/// One name in every subgraph: it is the same table.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0030_verstrekking_handeling"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // What was logged until now were disclosures.
        let handeling = text("handeling").default("VERSTREKKEN").take();
        for column in [text_null("team"), handeling] {
            let add = Table::alter().table("verstrekking").add_column(column).take();
            manager.alter_table(add).await?;
        }
        Ok(())
    }
}
