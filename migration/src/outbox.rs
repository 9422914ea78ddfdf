//! The outbox of whoever tells others that something happened: events in commit order, in the same shape everywhere.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::table;

/// What happened, and the counter that numbers it.
pub(crate) struct Migration;

/// One name in every subgraph: they are the same tables.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0080_outbox"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(signaalgebeurtenis()).await?;
        let mut once = Index::create();
        once.name("ux_signaalgebeurtenis_sleutel")
            .table("signaalgebeurtenis")
            .col("sleutel")
            .unique();
        manager.create_index(once).await?;
        manager.create_table(signaalstand()).await?;
        let mut row = Query::insert();
        row.into_table("signaalstand")
            .columns(["id", "volgnummer"])
            .values_panic([1.into(), 0_i64.into()]);
        manager.execute(row).await
    }
}

fn signaalgebeurtenis() -> TableCreateStatement {
    table("signaalgebeurtenis")
        .col(big_integer("volgnummer"))
        .col(uuid("id"))
        .col(text("soort"))
        .col(text("inwoner"))
        .col(text("bronhouder"))
        .col(text_null("ontvanger"))
        .col(text("groepen"))
        .col(timestamp_with_time_zone("op"))
        .col(text_null("sleutel"))
        .primary_key(Index::create().col("volgnummer"))
        .take()
}

fn signaalstand() -> TableCreateStatement {
    table("signaalstand")
        .col(integer("id"))
        .col(big_integer("volgnummer"))
        .col(timestamp_with_time_zone_null("gekeken_op"))
        .primary_key(Index::create().col("id"))
        .take()
}
