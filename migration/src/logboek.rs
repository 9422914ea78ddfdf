//! The Merkle tree over the log of disclosures, which every subgraph keeps in the same shape.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::table;

/// Numbers, commitments and leaves on the lines; the counter, the tree and its checkpoints.
pub(crate) struct Migration;

/// One name in every subgraph: they are the same tables.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0010_logboek"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut columns = [
            text_null("toelichting"),
            text_null("span_ouder"),
            big_integer_null("volgnummer"),
            blob_null("zout"),
            blob_null("verbintenis"),
            blob_null("blad"),
            timestamp_with_time_zone_null("gewist_op"),
        ];
        // SQLite adds one column at a time.
        for column in &mut columns {
            let mut table = Table::alter().table("verstrekking").take();
            manager.alter_table(table.add_column(column).take()).await?;
        }
        let mut number = Index::create();
        number
            .name("ux_verstrekking_volgnummer")
            .table("verstrekking")
            .col("volgnummer")
            .unique();
        manager.create_index(number).await?;
        manager.create_table(logstand()).await?;
        manager.create_table(logknoop()).await?;
        manager.create_table(controlepunt()).await?;
        let mut row = Query::insert();
        row.into_table("logstand")
            .columns(["id", "grootte"])
            .values_panic([1.into(), 0_i64.into()]);
        manager.execute(row).await
    }
}

fn logstand() -> TableCreateStatement {
    table("logstand")
        .col(integer("id"))
        .col(big_integer("grootte"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn logknoop() -> TableCreateStatement {
    table("logknoop")
        .col(integer("niveau"))
        .col(big_integer("plaats"))
        .col(blob("hash"))
        .primary_key(Index::create().col("niveau").col("plaats"))
        .take()
}

fn controlepunt() -> TableCreateStatement {
    table("controlepunt")
        .col(big_integer("grootte"))
        .col(timestamp_with_time_zone("op"))
        .col(text("nota"))
        .primary_key(Index::create().col("grootte"))
        .take()
}
