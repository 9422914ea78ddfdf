//! A signal.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// A signal.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(signaal()).await?;
        manager
            .create_index(index("signaal", &["ontvanger", "volgnummer"]))
            .await?;
        Ok(())
    }
}

fn signaal() -> TableCreateStatement {
    table("signaal")
        .col(uuid("id"))
        .col(big_integer("volgnummer"))
        .col(text("soort"))
        .col(text("ernst"))
        .col(text("inwoner"))
        .col(text("bronhouder"))
        .col(text("ontvanger"))
        .col(timestamp_with_time_zone("op"))
        .col(timestamp_with_time_zone_null("bevestigd_op"))
        .primary_key(Index::create().col("id"))
        .take()
}
