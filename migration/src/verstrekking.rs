//! The log of disclosures, which every subgraph keeps in the same shape.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// The log of disclosures, which every subgraph keeps in the same shape.
pub(crate) struct Migration;

/// One name in every subgraph: it is the same table.
impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0100_verstrekking"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(verstrekking()).await?;
        manager
            .create_index(index("verstrekking", &["inwoner", "op"]))
            .await?;
        manager
            .create_index(index("verstrekking", &["partij", "op"]))
            .await
    }
}

fn verstrekking() -> TableCreateStatement {
    table("verstrekking")
        .col(uuid("id"))
        .col(timestamp_with_time_zone("op"))
        .col(text("trace_id"))
        .col(uuid("operatie"))
        .col(text("inwoner"))
        .col(text("bronhouder"))
        .col(text("partij"))
        .col(text("gebruiker"))
        .col(text("rollen"))
        .col(text("client"))
        .col(text("issuer"))
        .col(text("doel"))
        .col(big_integer_null("registerversie"))
        .col(big_integer_null("inrichting"))
        .col(text("uitkomsten"))
        .primary_key(Index::create().col("id"))
        .take()
}
