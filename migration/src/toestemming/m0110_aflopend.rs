//! Finding what ends soon.

use sea_orm_migration::prelude::*;

use crate::table::index;

/// Finding what ends soon.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_index(index("gebeurtenis", &["geldig_tot"])).await
    }
}
