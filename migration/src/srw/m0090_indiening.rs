//! Referrals that are submitted through the hub.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, part, table};

/// Referrals that are submitted through the hub.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(srw_indiening()).await?;
        for side in ["indiener", "ontvanger"] {
            let by_side = index("srw_indiening", &[side, "inwoner"]);
            manager.create_index(by_side).await?;
        }
        manager.create_table(srw_indiening_stap()).await?;
        let add_indiening = Table::alter()
            .table("srw_verwijzing")
            .add_column(uuid_null("indiening"))
            .take();
        manager.alter_table(add_indiening).await?;
        manager
            .create_index(index("srw_verwijzing", &["indiening"]))
            .await
    }
}

fn srw_indiening() -> TableCreateStatement {
    table("srw_indiening")
        .col(uuid("id"))
        .col(text("indiener"))
        .col(text("aanvraag_id"))
        .col(text("inhoud_hash"))
        .col(text("ontvanger"))
        .col(text("inwoner"))
        .col(text("soort"))
        .col(text("route"))
        .col(text("vraag"))
        .col(text("afzender_naam"))
        .col(text_null("afzender_telefoon"))
        .col(text_null("afzender_email"))
        .col(timestamp_with_time_zone("ingediend_op"))
        .col(text_null("reden"))
        .col(boolean("bron_houdt_bij"))
        .primary_key(Index::create().col("id"))
        .index(
            Index::create()
                .unique()
                .name("uq_srw_indiening")
                .col("indiener")
                .col("aanvraag_id"),
        )
        .take()
}

fn srw_indiening_stap() -> TableCreateStatement {
    part("srw_indiening_stap", "indiening", "srw_indiening")
        .col(text("status"))
        .col(timestamp_with_time_zone("op"))
        .col(text("partij"))
        .col(text("gebruiker"))
        .take()
}
