//! Suspensions of deadlines.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::part;

/// Suspensions of deadlines.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(traject_opschorting()).await
    }
}

fn traject_opschorting() -> TableCreateStatement {
    part("traject_opschorting", "traject", "traject")
        .col(text("termijn"))
        .col(date("van"))
        .col(date_null("tot"))
        .col(text("reden"))
        .take()
}
