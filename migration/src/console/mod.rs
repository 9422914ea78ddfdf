//! The tables of the console.

mod m0001_sessie;

use sea_orm_migration::prelude::*;

/// Brings the database of the console up to date.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_sessie::Migration)]
    }
}
