//! The tables of the buurtteams.

mod m0001_dossier;

use sea_orm_migration::prelude::*;

use crate::{gehoord, grens, herkomst, logboek, outbox, rectificatie, verstrekking, verstrekking_handeling};

/// Every record that is in sight.
const PRESENT: &str = "
    INSERT INTO recordzicht (record, inwoner, bronhouder, bron_id, sinds)
    SELECT r.id, r.inwoner, r.bronhouder, r.bron_id, r.gepubliceerd_op
    FROM buurtteamdossier r
    WHERE r.teruggetrokken_op IS NULL";

/// Those that a source keeps: all.
const KEPT_BY_A_SOURCE: &str = "TRUE";

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
            Box::new(rectificatie::Migration { present: PRESENT }),
            Box::new(gehoord::Migration {
                table: "buurtteamdossier",
                kept_by_a_source: KEPT_BY_A_SOURCE,
            }),
            Box::new(grens::Migration),
            Box::new(herkomst::Migration {
                table: "signaalgebeurtenis",
            }),
        ]
    }
}
