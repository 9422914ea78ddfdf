//! Who is signed in to the console, and who is about to be.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// Who is signed in to the console, and who is about to be.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(sessie()).await?;
        manager.create_index(index("sessie", &["gebruiker"])).await?;
        manager.create_index(index("sessie", &["gezien_op"])).await?;
        manager.create_table(aanmelding()).await?;
        manager.create_index(index("aanmelding", &["geldig_tot"])).await?;
        Ok(())
    }
}

fn sessie() -> TableCreateStatement {
    table("sessie")
        .col(text("cookie_hash"))
        .col(text("gebruiker"))
        .col(text("id_token"))
        .col(text("nonce"))
        .col(text("formulier"))
        .col(timestamp_with_time_zone("begonnen_op"))
        .col(timestamp_with_time_zone("gezien_op"))
        .primary_key(Index::create().col("cookie_hash"))
        .take()
}

fn aanmelding() -> TableCreateStatement {
    table("aanmelding")
        .col(text("state_hash"))
        .col(text("nonce"))
        .col(text("verifier"))
        .col(text("terug"))
        .col(timestamp_with_time_zone("geldig_tot"))
        .primary_key(Index::create().col("state_hash"))
        .take()
}
