//! A dossier of the sociaal raadslieden and its referrals.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, part, table};

/// A dossier of the sociaal raadslieden and its referrals.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(srw_dossier()).await?;
        manager
            .create_index(index("srw_dossier", &["inwoner", "bronhouder"]))
            .await?;
        manager.create_table(srw_verwijzing()).await?;
        Ok(())
    }
}

fn srw_dossier() -> TableCreateStatement {
    table("srw_dossier")
        .col(uuid("id"))
        .col(text("bronhouder"))
        .col(text("bron_id"))
        .col(timestamp_with_time_zone("versie"))
        .col(text("inhoud_hash"))
        .col(text("inwoner"))
        .col(boolean("test"))
        .col(timestamp_with_time_zone("gepubliceerd_op"))
        .col(timestamp_with_time_zone_null("teruggetrokken_op"))
        .col(text_null("terugtrek_reden"))
        .primary_key(Index::create().col("id"))
        .index(
            Index::create()
                .unique()
                .name("uq_srw_dossier")
                .col("bronhouder")
                .col("bron_id"),
        )
        .take()
}

fn srw_verwijzing() -> TableCreateStatement {
    part("srw_verwijzing", "dossier", "srw_dossier")
        .col(text("bron_id"))
        .col(text("soort"))
        .col(text("route"))
        .col(text("status"))
        .col(date("ingediend_op"))
        .col(date_null("geaccepteerd_op"))
        .col(date_null("afgerond_op"))
        .col(text_null("behandelaar_naam"))
        .col(text_null("behandelaar_telefoon"))
        .col(text_null("behandelaar_email"))
        .col(text_null("vraag"))
        .col(text_null("terugkoppeling_uitkomst"))
        .col(date_null("terugkoppeling_datum"))
        .col(text_null("terugkoppeling_toelichting"))
        .take()
}
