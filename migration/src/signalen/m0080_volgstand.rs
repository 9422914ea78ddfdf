//! How far each outbox was followed, how many signals each receiver has, and on which groups a signal rests.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// How far each outbox was followed, how many signals each receiver has, and on which groups a signal rests.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(volgstand()).await?;
        manager.create_table(ontvangerstand()).await?;
        let add_groepen = Table::alter()
            .table("signaal")
            .add_column(text("groepen").default("[]"))
            .take();
        manager.alter_table(add_groepen).await?;
        manager.create_index(index("signaal", &["inwoner"])).await
    }
}

fn volgstand() -> TableCreateStatement {
    table("volgstand")
        .col(text("bron"))
        .col(big_integer("volgnummer"))
        .primary_key(Index::create().col("bron"))
        .take()
}

fn ontvangerstand() -> TableCreateStatement {
    table("ontvangerstand")
        .col(text("ontvanger"))
        .col(big_integer("volgnummer"))
        .primary_key(Index::create().col("ontvanger"))
        .take()
}
