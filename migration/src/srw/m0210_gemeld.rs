//! Whether it was told that a submitted referral is finished.

use sea_orm_migration::{prelude::*, schema::*};

/// Of those that are finished now, it was told.
const FINISHED: &str = "
    UPDATE srw_indiening SET afgerond_gemeld = TRUE
    WHERE id IN (SELECT indiening FROM srw_verwijzing WHERE status = 'AFGEROND')
       OR id IN (SELECT dossier FROM srw_verwijzing WHERE status = 'AFGEROND')";

/// Whether it was told that a submitted referral is finished.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let add = Table::alter()
            .table("srw_indiening")
            .add_column(boolean("afgerond_gemeld").default(false))
            .take();
        manager.alter_table(add).await?;
        manager.get_connection().execute_unprepared(FINISHED).await?;
        Ok(())
    }
}
