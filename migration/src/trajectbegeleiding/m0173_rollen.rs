//! Who is warned of each deadline, in the index of the worklist.

use sea_orm_migration::{prelude::*, schema::*};

/// Who is warned of each deadline, in the index of the worklist.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = Table::alter()
            .table("traject_termijnstand")
            .add_column(text("rollen").default(" "))
            .take();
        manager.alter_table(column).await?;
        // Everything is computed anew before it is read.
        let mut mark = Query::update();
        mark.table("traject")
            .value("termijnstanden_versie", Option::<i64>::None);
        manager.execute(mark).await
    }
}
