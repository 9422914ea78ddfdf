//! The tables of the consent register.

mod m0001_register;
mod m0002_inwoner;
mod m0020_grants;
mod m0031_betrokkenheid;
mod m0070_traject;
mod m0072_koppeling;
mod m0110_aflopend;
mod m0140_wachtend;

use sea_orm_migration::prelude::*;

use crate::{herkomst, logboek, outbox, verstrekking, verstrekking_handeling};

/// Brings the database of this subgraph up to date.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_register::Migration),
            Box::new(m0002_inwoner::Migration),
            Box::new(verstrekking::Migration),
            Box::new(m0020_grants::Migration),
            Box::new(verstrekking_handeling::Migration),
            Box::new(logboek::Migration),
            Box::new(m0031_betrokkenheid::Migration),
            Box::new(outbox::Migration),
            Box::new(m0070_traject::Migration),
            Box::new(m0072_koppeling::Migration),
            Box::new(m0110_aflopend::Migration),
            Box::new(m0140_wachtend::Migration),
            Box::new(herkomst::Migration {
                table: "signaalgebeurtenis",
            }),
        ]
    }
}
