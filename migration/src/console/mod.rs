//! The tables of the console.

mod m0001_sessie;
mod m0002_beeindigd;

use sea_orm_migration::prelude::*;

/// Brings the database of the console up to date.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_sessie::Migration),
            Box::new(m0002_beeindigd::Migration),
        ]
    }
}
