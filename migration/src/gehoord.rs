//! When the source of a record told it last, be it the same again: a source that repeats itself isn't silent.

use sea_orm_migration::{prelude::*, schema::*};

/// The moment for the records of one table; so far it was that of the last change.
pub(crate) struct Migration {
    pub(crate) table: &'static str,
    /// A condition: a record that no source keeps is heard of from nobody.
    pub(crate) kept_by_a_source: &'static str,
}

/// One name in every subgraph: they are the same columns.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0180_gehoord"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let Self {
            table,
            kept_by_a_source,
        } = self;
        let add = Table::alter()
            .table(*table)
            .add_column(timestamp_with_time_zone_null("gehoord_op"))
            .take();
        manager.alter_table(add).await?;
        let fill = format!("UPDATE {table} SET gehoord_op = gepubliceerd_op WHERE {kept_by_a_source}");
        manager.get_connection().execute_unprepared(&fill).await?;
        Ok(())
    }
}
