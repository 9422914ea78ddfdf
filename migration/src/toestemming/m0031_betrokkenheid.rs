//! Who works with whom as events, so that it can be read as of an earlier version; openings with a reason.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// Who works with whom as events.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(betrokkenheid()).await?;
        for columns in [
            &["inwoner", "partij"][..],
            &["onderwerp"],
            &["partij", "soort"],
            &["op"],
        ] {
            manager.create_index(index("betrokkenheid", columns)).await?;
        }
        // On which version did the register stand at a moment?
        manager.create_index(index("gebeurtenis", &["op"])).await?;
        let onderwerp = Table::alter()
            .table("koppeling")
            .add_column(uuid_null("onderwerp"))
            .take();
        manager.alter_table(onderwerp).await
    }
}

fn betrokkenheid() -> TableCreateStatement {
    table("betrokkenheid")
        .col(big_integer("versie"))
        .col(text("soort"))
        .col(uuid("onderwerp"))
        .col(text("inwoner"))
        .col(text("partij"))
        .col(text_null("team"))
        .col(text_null("medewerker"))
        .col(timestamp_with_time_zone_null("geldig_tot"))
        .col(text_null("reden"))
        .col(text_null("toelichting"))
        .col(text("door_partij"))
        .col(text("door_gebruiker"))
        .col(timestamp_with_time_zone("op"))
        .primary_key(Index::create().col("versie"))
        .take()
}
