//! The tables of the sociaal raadslieden.

mod m0001_dossier;
mod m0090_indiening;
mod m0171_stap;

use sea_orm_migration::prelude::*;

use crate::{grens, logboek, outbox, rectificatie, verstrekking, verstrekking_handeling};

/// Every record that is in sight.
const PRESENT: &str = "
    INSERT INTO recordzicht (record, inwoner, bronhouder, bron_id, sinds)
    SELECT r.id, r.inwoner, r.bronhouder, r.bron_id, r.gepubliceerd_op
    FROM srw_dossier r
    WHERE r.teruggetrokken_op IS NULL";

/// Brings the database of this subgraph up to date.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_dossier::Migration),
            Box::new(verstrekking::Migration),
            Box::new(verstrekking_handeling::Migration),
            Box::new(logboek::Migration),
            Box::new(outbox::Migration),
            Box::new(m0090_indiening::Migration),
            Box::new(rectificatie::Migration { present: PRESENT }),
            Box::new(grens::Migration),
            Box::new(m0171_stap::Migration),
        ]
    }
}
