//! By which key a step was taken, so that it isn't taken twice.

use sea_orm_migration::{prelude::*, schema::*};

/// By which key a step was taken, so that it isn't taken twice.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in ["aanvraag_id", "inhoud_hash"] {
            let alter = Table::alter()
                .table("srw_indiening_stap")
                .add_column(text_null(column))
                .take();
            manager.alter_table(alter).await?;
        }
        let once = Index::create()
            .unique()
            .name("uq_srw_indiening_stap_aanvraag")
            .table("srw_indiening_stap")
            .col("indiening")
            .col("partij")
            .col("aanvraag_id")
            .take();
        manager.create_index(once).await
    }
}
