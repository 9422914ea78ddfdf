//! What the register is told of trajecten, for the grants that are bound to them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// What the register is told of trajecten, for the grants that are bound to them.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(traject_melding()).await?;
        manager
            .create_index(index("traject_melding", &["gemeld", "einde"]))
            .await?;
        manager.get_connection().execute_unprepared(PRESENT).await?;
        Ok(())
    }
}

/// What is there already is still to be told.
const PRESENT: &str = "
    INSERT INTO traject_melding (traject, inwoner, bronhouder, einde)
    SELECT DISTINCT c.traject, c.inwoner, c.bronhouder,
        CASE
            WHEN t.teruggetrokken_op IS NOT NULL THEN t.fase_sinds
            WHEN t.fase = 'AFGESLOTEN' AND t.nazorg_start IS NULL THEN t.fase_sinds
            WHEN t.fase IN ('NAZORG', 'AFGESLOTEN') THEN t.nazorg_einde
        END
    FROM traject_client c JOIN traject t ON t.id = c.traject";

fn traject_melding() -> TableCreateStatement {
    table("traject_melding")
        .col(uuid("traject"))
        .col(text("inwoner"))
        .col(text("bronhouder"))
        .col(date_null("einde"))
        .col(text_null("gemeld"))
        .primary_key(Index::create().col("traject").col("inwoner"))
        .take()
}
