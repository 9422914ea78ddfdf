//! What a delivery of DDAS v1.0 says besides, and which traject a relapse follows.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::part;

/// What a delivery of DDAS v1.0 says besides, and which traject a relapse follows.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for column in [
            text_null("gemeentecode"),
            date_null("startdatum"),
            date_null("einddatum"),
            date_null("toegekend_op"),
            text_null("vorig_traject"),
            big_integer_null("schuld_bij_aanvang"),
        ] {
            add(manager, "traject", column).await?;
        }
        add(manager, "traject_fase", date_null("tot")).await?;
        manager.create_table(traject_voorziening()).await?;
        manager.create_table(traject_schuld()).await
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: ColumnDef) -> Result<(), DbErr> {
    let add_column = Table::alter().table(table).add_column(column).take();
    manager.alter_table(add_column).await
}

fn traject_voorziening() -> TableCreateStatement {
    part("traject_voorziening", "traject", "traject")
        .col(date("start"))
        .col(date_null("einde"))
        .take()
}

fn traject_schuld() -> TableCreateStatement {
    part("traject_schuld", "traject", "traject")
        .col(big_integer_null("bedrag"))
        .col(date_null("peildatum"))
        .col(text_null("soort"))
        .col(boolean_null("zakelijk"))
        .take()
}
