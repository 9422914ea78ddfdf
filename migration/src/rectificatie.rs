//! Who must hear that what they saw holds no longer, and what was erased for good: in the same shape everywhere.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// Since when a record stands with whom, what was revoked of it, who hears of that, and the marks of what was erased.
pub(crate) struct Migration {
    /// Notes the records that are there already: as standing since their present version.
    pub present: &'static str,
}

/// One name in every subgraph: they are the same tables.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0130_rectificatie"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(recordzicht()).await?;
        manager
            .create_index(index("recordzicht", &["bronhouder", "bron_id"]))
            .await?;
        manager.create_table(herroeping()).await?;
        manager.create_index(index("herroeping", &["record"])).await?;
        manager
            .create_index(index("herroeping", &["nagekeken_op", "op"]))
            .await?;
        manager.create_table(rectificatie()).await?;
        manager
            .create_index(index("rectificatie", &["ontvanger", "volgnummer"]))
            .await?;
        manager
            .create_index(index("rectificatie", &["herroeping"]))
            .await?;
        manager.create_table(rectificatiestand()).await?;
        let mut row = Query::insert();
        row.into_table("rectificatiestand")
            .columns(["id", "volgnummer"])
            .values_panic([1.into(), 0_i64.into()]);
        manager.execute(row).await?;
        manager.create_table(grafsteen()).await?;
        manager.get_connection().execute_unprepared(self.present).await?;
        Ok(())
    }
}

fn recordzicht() -> TableCreateStatement {
    table("recordzicht")
        .col(uuid("record"))
        .col(text("inwoner"))
        .col(text("bronhouder"))
        .col(text("bron_id"))
        .col(timestamp_with_time_zone("sinds"))
        .primary_key(Index::create().col("record").col("inwoner"))
        .take()
}

fn herroeping() -> TableCreateStatement {
    table("herroeping")
        .col(uuid("id"))
        .col(uuid("record"))
        .col(text("bronhouder"))
        .col(text("inwoner"))
        .col(text("namen"))
        .col(text("soort"))
        .col(text("groepen"))
        .col(timestamp_with_time_zone("van"))
        .col(timestamp_with_time_zone("tot"))
        .col(timestamp_with_time_zone("op"))
        .col(timestamp_with_time_zone_null("nagekeken_op"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn rectificatie() -> TableCreateStatement {
    table("rectificatie")
        .col(uuid("id"))
        .col(big_integer("volgnummer"))
        .col(uuid("herroeping"))
        .col(text("ontvanger"))
        .col(text("bronhouder"))
        .col(text("inwoner"))
        .col(text("soort"))
        .col(text("groepen"))
        .col(timestamp_with_time_zone("op"))
        .col(timestamp_with_time_zone_null("bevestigd_op"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn rectificatiestand() -> TableCreateStatement {
    table("rectificatiestand")
        .col(integer("id"))
        .col(big_integer("volgnummer"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn grafsteen() -> TableCreateStatement {
    table("grafsteen")
        .col(text("kenmerk"))
        .col(text("grond"))
        .col(timestamp_with_time_zone("op"))
        .primary_key(Index::create().col("kenmerk"))
        .take()
}
