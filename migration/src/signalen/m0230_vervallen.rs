//! What was told and holds no longer: its receiver hears of that, in an order of its own.

use sea_orm_migration::{prelude::*, schema::*};

use crate::table::index;

/// Since when a signal was told, since when it holds no longer, and its place among those.
#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            timestamp_with_time_zone_null("verteld_op"),
            timestamp_with_time_zone_null("vervallen_op"),
            big_integer_null("vervallen_nummer"),
        ];
        // One column per statement: SQLite takes no more.
        for column in columns {
            let add = Table::alter().table("signaal").add_column(column).take();
            manager.alter_table(add).await?;
        }
        // What was stored before may have been told: nobody knows, so that it counts as told.
        let told = Query::update()
            .table("signaal")
            .value("verteld_op", Expr::col("op"))
            .take();
        manager.execute(told).await?;
        manager
            .create_index(index("signaal", &["ontvanger", "vervallen_nummer"]))
            .await
    }
}
