//! The register: its counters, its configuration and its events.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// The register: its counters, its configuration and its events.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(registerstand()).await?;
        manager.create_table(inrichting()).await?;
        manager.create_table(gebeurtenis()).await?;
        manager
            .create_index(index("gebeurtenis", &["inwoner", "ontvanger"]))
            .await?;
        manager
            .create_index(index("gebeurtenis", &["toestemming"]))
            .await?;
        manager.create_index(index("gebeurtenis", &["gesprek"])).await?;
        manager.execute(first_row()).await?;
        Ok(())
    }
}

/// The one row of counters: an empty register.
fn first_row() -> InsertStatement {
    let counters = ["id", "versie", "inrichting", "logstand"];
    Query::insert()
        .into_table("registerstand")
        .columns(counters)
        .values_panic([1.into(), 0.into(), 0.into(), 0.into()])
        .take()
}

fn registerstand() -> TableCreateStatement {
    table("registerstand")
        .col(integer("id"))
        .col(big_integer("versie"))
        .col(big_integer("inrichting"))
        .col(big_integer("logstand"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn inrichting() -> TableCreateStatement {
    table("inrichting")
        .col(big_integer("versie"))
        .col(text("document"))
        .col(text("hash"))
        .col(timestamp_with_time_zone("toegepast_op"))
        .primary_key(Index::create().col("versie"))
        .take()
}

fn gebeurtenis() -> TableCreateStatement {
    table("gebeurtenis")
        .col(big_integer("versie"))
        .col(uuid_uniq("id"))
        .col(text("soort"))
        .col(uuid("toestemming"))
        .col(text("inwoner"))
        .col(text("bronhouder"))
        .col(text("ontvanger"))
        .col(text("groepen"))
        .col(text("doel"))
        .col(timestamp_with_time_zone_null("geldig_van"))
        .col(timestamp_with_time_zone_null("geldig_tot"))
        .col(text_null("gegeven_door"))
        .col(text_null("gegeven_door_kenmerk"))
        .col(text_null("bewijs"))
        .col(text_null("bewijs_tekstversie"))
        .col(text_null("bewijs_taal"))
        .col(text_null("bewijs_hash"))
        .col(text_null("bewijs_plaats"))
        .col(text_null("pakket"))
        .col(uuid("gesprek"))
        .col(text_null("grond"))
        .col(uuid_null("vervangt"))
        .col(text("door_partij"))
        .col(text("door_gebruiker"))
        .col(timestamp_with_time_zone("op"))
        .primary_key(Index::create().col("versie"))
        .take()
}
