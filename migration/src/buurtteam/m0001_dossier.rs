//! A dossier of a buurtteam and what it consists of.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, part, table};

/// A dossier of a buurtteam and what it consists of.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(buurtteamdossier()).await?;
        manager
            .create_index(index("buurtteamdossier", &["inwoner", "bronhouder"]))
            .await?;
        manager.create_table(buurtteam_leefgebied()).await?;
        manager.create_table(buurtteam_doel()).await?;
        manager.create_table(buurtteam_contactmoment()).await?;
        Ok(())
    }
}

fn buurtteamdossier() -> TableCreateStatement {
    table("buurtteamdossier")
        .col(uuid("id"))
        .col(text("bronhouder"))
        .col(text("bron_id"))
        .col(timestamp_with_time_zone("versie"))
        .col(text("inhoud_hash"))
        .col(text("inwoner"))
        .col(text("status"))
        .col(date("geopend_op"))
        .col(date_null("gesloten_op"))
        .col(text_null("team"))
        .col(text_null("medewerker_naam"))
        .col(text_null("medewerker_telefoon"))
        .col(text_null("medewerker_email"))
        .col(boolean("test"))
        .col(timestamp_with_time_zone("gepubliceerd_op"))
        .col(timestamp_with_time_zone_null("teruggetrokken_op"))
        .col(text_null("terugtrek_reden"))
        .primary_key(Index::create().col("id"))
        .index(
            Index::create()
                .unique()
                .name("uq_buurtteamdossier")
                .col("bronhouder")
                .col("bron_id"),
        )
        .take()
}

fn buurtteam_leefgebied() -> TableCreateStatement {
    part("buurtteam_leefgebied", "dossier", "buurtteamdossier")
        .col(text("gebied"))
        .col(integer("niveau"))
        .col(date("peildatum"))
        .take()
}

fn buurtteam_doel() -> TableCreateStatement {
    part("buurtteam_doel", "dossier", "buurtteamdossier")
        .col(text("onderwerp"))
        .col(text("status"))
        .col(date("sinds"))
        .take()
}

fn buurtteam_contactmoment() -> TableCreateStatement {
    part("buurtteam_contactmoment", "dossier", "buurtteamdossier")
        .col(date("datum"))
        .take()
}
