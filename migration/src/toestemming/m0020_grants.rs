//! What hangs on a grant: requests, keys against double submits, receipts.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// What hangs on a grant: requests, keys against double submits, receipts.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column a statement.
        for mut column in [
            uuid_null("verzoek"),
            text_null("reden"),
            timestamp_with_time_zone_null("oorspronkelijk_op"),
        ] {
            let more = Table::alter().table("gebeurtenis").add_column(&mut column).take();
            manager.alter_table(more).await?;
        }
        manager.create_table(verzoekgebeurtenis()).await?;
        manager
            .create_index(index("verzoekgebeurtenis", &["inwoner"]))
            .await?;
        manager
            .create_index(index("verzoekgebeurtenis", &["verzoek"]))
            .await?;
        manager
            .create_index(index("verzoekgebeurtenis", &["ontvanger"]))
            .await?;
        manager.create_table(aanvraag()).await?;
        manager.create_table(ontvangstbewijs()).await?;
        Ok(())
    }
}

fn verzoekgebeurtenis() -> TableCreateStatement {
    table("verzoekgebeurtenis")
        .col(big_integer("versie"))
        .col(text("soort"))
        .col(uuid("verzoek"))
        .col(text("inwoner"))
        .col(text("ontvanger"))
        .col(text("delen"))
        .col(text("doel"))
        .col(text_null("waarom"))
        .col(text("door_partij"))
        .col(text("door_gebruiker"))
        .col(timestamp_with_time_zone("op"))
        .primary_key(Index::create().col("versie"))
        .take()
}

fn aanvraag() -> TableCreateStatement {
    table("aanvraag")
        .col(text("partij"))
        .col(text("gebruiker"))
        .col(text("sleutel"))
        .col(text("inhoud_hash"))
        .col(uuid("resultaat"))
        .col(big_integer("versie"))
        .col(timestamp_with_time_zone("op"))
        .primary_key(Index::create().col("partij").col("gebruiker").col("sleutel"))
        .take()
}

fn ontvangstbewijs() -> TableCreateStatement {
    table("ontvangstbewijs")
        .col(text("code_hash"))
        .col(uuid("gesprek"))
        .col(text("inwoner"))
        .col(text("door_partij"))
        .col(text("door_gebruiker"))
        .col(timestamp_with_time_zone("uitgegeven_op"))
        .primary_key(Index::create().col("code_hash"))
        .take()
}
