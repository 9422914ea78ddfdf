//! Who is who: couplings, coupling codes, ids of before a key rotation.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// Who is who: couplings, coupling codes, ids of before a key rotation.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(koppeling()).await?;
        manager
            .create_index(index("koppeling", &["inwoner", "partij"]))
            .await?;
        manager.create_table(koppelcode()).await?;
        manager.create_table(inwoner_alias()).await?;
        manager
            .create_index(index("inwoner_alias", &["canoniek"]))
            .await?;
        manager.create_table(inwoner_sleutel()).await?;
        manager.create_table(testinwoner()).await?;
        Ok(())
    }
}

fn koppeling() -> TableCreateStatement {
    table("koppeling")
        .col(text("partij"))
        .col(text("eigen_nummer"))
        .col(text("inwoner"))
        .col(text_null("team"))
        .col(text_null("medewerker"))
        .col(text("grondslag"))
        .col(timestamp_with_time_zone("gemaakt_op"))
        .primary_key(Index::create().col("partij").col("eigen_nummer"))
        .take()
}

fn koppelcode() -> TableCreateStatement {
    table("koppelcode")
        .col(text("code_hash"))
        .col(text("inwoner"))
        .col(text("uitgegeven_door"))
        .col(text("door_gebruiker"))
        .col(timestamp_with_time_zone("geldig_tot"))
        .col(timestamp_with_time_zone_null("gebruikt_op"))
        .col(text_null("gebruikt_door"))
        .primary_key(Index::create().col("code_hash"))
        .take()
}

fn inwoner_alias() -> TableCreateStatement {
    table("inwoner_alias")
        .col(text("id"))
        .col(text("canoniek"))
        .col(text("sleutel"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn inwoner_sleutel() -> TableCreateStatement {
    table("inwoner_sleutel")
        .col(text("vingerafdruk"))
        .col(integer("volgnummer"))
        .col(timestamp_with_time_zone("sinds"))
        .primary_key(Index::create().col("vingerafdruk"))
        .take()
}

fn testinwoner() -> TableCreateStatement {
    table("testinwoner")
        .col(text("id"))
        .primary_key(Index::create().col("id"))
        .take()
}
