//! The tables of signals.

mod m0001_signaal;
mod m0080_volgstand;
mod m0150_als_indiener;
mod m0230_vervallen;

use sea_orm_migration::prelude::*;

use crate::{herkomst, logboek, verstrekking, verstrekking_handeling};

/// Brings the database of this subgraph up to date.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_signaal::Migration),
            Box::new(verstrekking::Migration),
            Box::new(verstrekking_handeling::Migration),
            Box::new(logboek::Migration),
            Box::new(m0080_volgstand::Migration),
            Box::new(m0150_als_indiener::Migration),
            Box::new(herkomst::Migration { table: "signaal" }),
            Box::new(m0230_vervallen::Migration),
        ]
    }
}
