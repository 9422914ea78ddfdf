//! Grants that are bound to a traject, and what the owners of trajecten tell of them.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::{index, table};

/// Grants that are bound to a traject, and what the owners of trajecten tell of them.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in [uuid_null("traject"), text_null("traject_bronhouder")] {
            let more = Table::alter().table("gebeurtenis").add_column(&mut column).take();
            manager.alter_table(more).await?;
        }
        manager.create_index(index("gebeurtenis", &["traject"])).await?;
        manager
            .create_index(index("gebeurtenis", &["traject_bronhouder", "geldig_tot"]))
            .await?;
        manager.create_table(trajectbericht()).await?;
        manager
            .create_index(index("trajectbericht", &["bronhouder", "soort", "versie"]))
            .await?;
        manager
            .create_index(index("trajectbericht", &["traject", "inwoner"]))
            .await?;
        manager.create_index(index("trajectbericht", &["op"])).await?;
        manager.create_table(trajectstand()).await?;
        manager.create_table(trajectversheid()).await
    }
}

fn trajectbericht() -> TableCreateStatement {
    table("trajectbericht")
        .col(big_integer("versie"))
        .col(text("soort"))
        .col(text("bronhouder"))
        .col(uuid_null("traject"))
        .col(text_null("inwoner"))
        .col(timestamp_with_time_zone_null("geldig_tot"))
        .col(timestamp_with_time_zone("op"))
        .primary_key(Index::create().col("versie"))
        .take()
}

fn trajectstand() -> TableCreateStatement {
    table("trajectstand")
        .col(text("bronhouder"))
        .col(uuid("traject"))
        .col(text("inwoner"))
        .col(boolean("geeindigd"))
        .primary_key(Index::create().col("bronhouder").col("traject").col("inwoner"))
        .take()
}

fn trajectversheid() -> TableCreateStatement {
    table("trajectversheid")
        .col(text("bronhouder"))
        .col(timestamp_with_time_zone("geldig_tot"))
        .primary_key(Index::create().col("bronhouder"))
        .take()
}
