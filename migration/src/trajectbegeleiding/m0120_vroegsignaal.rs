//! Early signals: what an owner received, and the receipts of those who sent it.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// Early signals: what an owner received, and the receipts of those who sent it.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(vroegsignaal()).await?;
        for columns in [
            &["ontvanger", "status", "ontvangen_op"],
            &["ontvanger", "inwoner", "status"],
        ] {
            manager.create_index(index("vroegsignaal", columns)).await?;
        }
        manager.create_table(vroegsignaal_ontvangst()).await
    }
}

fn vroegsignaal() -> TableCreateStatement {
    table("vroegsignaal")
        .col(uuid("id"))
        .col(text("signaalpartner"))
        .col(text("bron_id"))
        .col(text("ontvanger"))
        .col(text("inwoner"))
        .col(text("soort"))
        .col(integer("maanden"))
        .col(integer_null("bedrag"))
        .col(date("peildatum"))
        .col(text("grondslag"))
        .col(text("status"))
        .col(text_null("resultaat"))
        .col(uuid_null("traject"))
        .col(timestamp_with_time_zone("ontvangen_op"))
        .col(timestamp_with_time_zone("bijgewerkt_op"))
        .col(timestamp_with_time_zone_null("afgehandeld_op"))
        .col(timestamp_with_time_zone_null("ingetrokken_op"))
        .col(text_null("intrek_reden"))
        .primary_key(Index::create().col("id"))
        .index(
            Index::create()
                .unique()
                .name("uq_vroegsignaal")
                .col("signaalpartner")
                .col("bron_id"),
        )
        .take()
}

fn vroegsignaal_ontvangst() -> TableCreateStatement {
    table("vroegsignaal_ontvangst")
        .col(uuid("id"))
        .col(text("signaalpartner"))
        .col(text("bron_id"))
        .col(timestamp_with_time_zone("versie"))
        .col(text("inhoud_hash"))
        .col(text("inwoner"))
        .col(text("ontvanger"))
        .col(timestamp_with_time_zone("ontvangen_op"))
        .col(timestamp_with_time_zone_null("ingetrokken_op"))
        .primary_key(Index::create().col("id"))
        .index(
            Index::create()
                .unique()
                .name("uq_vroegsignaal_ontvangst")
                .col("signaalpartner")
                .col("bron_id"),
        )
        .take()
}
