//! The index of the worklist.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, part};

/// The index of the worklist.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(traject_termijnstand()).await?;
        let order = &["bronhouder", "rang", "traject", "termijn"];
        manager.create_index(index("traject_termijnstand", order)).await?;
        let add_version = Table::alter()
            .table("traject")
            .add_column(big_integer_null("termijnstanden_versie"))
            .take();
        manager.alter_table(add_version).await?;
        manager
            .create_index(index("traject", &["bronhouder", "termijnstanden_versie"]))
            .await
    }
}

fn traject_termijnstand() -> TableCreateStatement {
    part("traject_termijnstand", "traject", "traject")
        .col(integer("termijn"))
        .col(text("bronhouder"))
        .col(text("code"))
        .col(text("toestand"))
        .col(timestamp_with_time_zone("van_op"))
        .col(timestamp_with_time_zone_null("tot_op"))
        .col(timestamp_with_time_zone("rang"))
        .take()
}
