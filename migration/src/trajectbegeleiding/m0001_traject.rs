//! A traject and its clients.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, part, table};

/// A traject and its clients.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(traject()).await?;
        manager.create_table(traject_client()).await?;
        manager
            .create_index(index("traject_client", &["inwoner", "bronhouder"]))
            .await?;
        Ok(())
    }
}

fn traject() -> TableCreateStatement {
    table("traject")
        .col(uuid("id"))
        .col(text("bronhouder"))
        .col(text("bron_id"))
        .col(timestamp_with_time_zone("versie"))
        .col(text("inhoud_hash"))
        .col(text("ingang"))
        .col(date("aanmelddatum"))
        .col(text("hulpvraag"))
        .col(date_null("plan_van_aanpak_op"))
        .col(date_null("uitstroom_datum"))
        .col(text_null("uitstroom_reden"))
        .col(boolean("heeft_oplossing"))
        .col(text_null("oplossing_soort"))
        .col(date_null("oplossing_start"))
        .col(date_null("oplossing_einde"))
        .col(big_integer_null("oplossing_vtlb"))
        .col(boolean("heeft_schuldregeling"))
        .col(date_null("schuldregeling_datum"))
        .col(date_null("schuldregeling_toegekend_op"))
        .col(date_null("schuldregeling_afgewezen_op"))
        .col(date_null("schuldregeling_ingetrokken_op"))
        .col(boolean_null("schuldregeling_dwangakkoord"))
        .col(date_null("schuldregeling_dwangakkoord_verzocht_op"))
        .col(big_integer_null("totale_schuld"))
        .col(integer_null("aantal_schuldeisers"))
        .col(date_null("schuld_peildatum"))
        .col(date_null("nazorg_start"))
        .col(date_null("nazorg_einde"))
        .col(text("fase"))
        .col(date("fase_sinds"))
        .col(date("loopt_sinds"))
        .col(boolean("test"))
        .col(timestamp_with_time_zone("gepubliceerd_op"))
        .col(timestamp_with_time_zone_null("teruggetrokken_op"))
        .col(text_null("terugtrek_reden"))
        .primary_key(Index::create().col("id"))
        .index(
            Index::create()
                .unique()
                .name("uq_traject")
                .col("bronhouder")
                .col("bron_id"),
        )
        .take()
}

fn traject_client() -> TableCreateStatement {
    part("traject_client", "traject", "traject")
        .col(text("inwoner"))
        .col(text("bronhouder"))
        .take()
}
