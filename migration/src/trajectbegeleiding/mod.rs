//! The tables of debt trajecten.

mod m0001_traject;
mod m0002_traject_part;
mod m0050_opschorting;
mod m0051_termijnstand;
mod m0071_melding;
mod m0091_ddas;
mod m0120_vroegsignaal;
mod m0172_crisis;
mod m0173_rollen;

use sea_orm_migration::prelude::*;

use crate::{gehoord, grens, herkomst, logboek, outbox, rectificatie, verstrekking, verstrekking_handeling};

/// Every record that is in sight.
const PRESENT: &str = "
    INSERT INTO recordzicht (record, inwoner, bronhouder, bron_id, sinds)
    SELECT DISTINCT c.traject, c.inwoner, r.bronhouder, r.bron_id, r.gepubliceerd_op
    FROM traject r JOIN traject_client c ON c.traject = r.id
    WHERE r.teruggetrokken_op IS NULL";

/// Those that a source keeps: all.
const KEPT_BY_A_SOURCE: &str = "TRUE";

/// Brings the database of this subgraph up to date.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_traject::Migration),
            Box::new(m0002_traject_part::Migration),
            Box::new(verstrekking::Migration),
            Box::new(verstrekking_handeling::Migration),
            Box::new(m0050_opschorting::Migration),
            Box::new(m0051_termijnstand::Migration),
            Box::new(logboek::Migration),
            Box::new(outbox::Migration),
            Box::new(m0071_melding::Migration),
            Box::new(m0091_ddas::Migration),
            Box::new(m0120_vroegsignaal::Migration),
            Box::new(rectificatie::Migration { present: PRESENT }),
            Box::new(gehoord::Migration {
                table: "traject",
                kept_by_a_source: KEPT_BY_A_SOURCE,
            }),
            Box::new(grens::Migration),
            Box::new(m0172_crisis::Migration),
            Box::new(m0173_rollen::Migration),
            Box::new(herkomst::Migration {
                table: "signaalgebeurtenis",
            }),
        ]
    }
}
