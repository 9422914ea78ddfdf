//! Of a record that was erased since its time was over: which versions of it stay away.

use sea_orm_migration::{prelude::*, schema::*};

/// Of a record that was erased since its time was over: which versions of it stay away.
pub(crate) struct Migration;

/// One name in every subgraph: they are the same tables.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0170_grens"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [date_null("grens"), timestamp_with_time_zone_null("versie")] {
            let alter = Table::alter().table("grafsteen").add_column(column).take();
            manager.alter_table(alter).await?;
        }
        Ok(())
    }
}
