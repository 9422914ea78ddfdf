//! The way of every subgraph's database from empty to the present shape: one migrator per subgraph. Tables and
//! columns are strings here and never entities, so that an old migration stays what it was.

pub mod buurtteam;
pub mod console;
mod gehoord;
mod grens;
mod herkomst;
mod logboek;
mod outbox;
mod rectificatie;
pub mod signalen;
pub mod srw;
mod table;
pub mod toestemming;
pub mod trajectbegeleiding;
mod verstrekking;
mod verstrekking_handeling;

use sea_orm_migration::{
    prelude::*,
    sea_orm::{
        DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, TransactionOptions,
        TransactionTrait,
    },
};

/// Whose database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// The consent register.
    Toestemming,
    /// Debt trajecten.
    Trajectbegeleiding,
    /// Sociaal raadslieden.
    Srw,
    /// Buurtteams.
    Buurtteam,
    /// Signals.
    Signalen,
    /// The console, which is no subgraph.
    Console,
}

/// Any number, as long as all processes that migrate a database wait for the same one.
const MIGRATION_LOCK: &str = "SELECT pg_advisory_xact_lock(7246240601)";

impl Room {
    /// The room of every subgraph, in a fixed order.
    pub const ALL: [Self; 5] = [
        Self::Toestemming,
        Self::Trajectbegeleiding,
        Self::Srw,
        Self::Buurtteam,
        Self::Signalen,
    ];

    /// The room of the subgraph with this name; `None` where there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "toestemming" => Some(Self::Toestemming),
            "trajectbegeleiding" => Some(Self::Trajectbegeleiding),
            "srw" => Some(Self::Srw),
            "buurtteam" => Some(Self::Buurtteam),
            "signalen" => Some(Self::Signalen),
            _ => None,
        }
    }

    /// Brings the database of this room up to date: whole or not at all, and one process at a time, so that
    /// several may start at once.
    ///
    /// # Errors
    /// What the database says.
    pub async fn migrate(self, db: &DatabaseConnection) -> Result<(), DbErr> {
        let transaction = begin_alone(db).await?;
        match self {
            Self::Toestemming => toestemming::Migrator::up(&transaction, None).await?,
            Self::Trajectbegeleiding => trajectbegeleiding::Migrator::up(&transaction, None).await?,
            Self::Srw => srw::Migrator::up(&transaction, None).await?,
            Self::Buurtteam => buurtteam::Migrator::up(&transaction, None).await?,
            Self::Signalen => signalen::Migrator::up(&transaction, None).await?,
            Self::Console => console::Migrator::up(&transaction, None).await?,
        }
        transaction.commit().await
    }

    /// Whether the database of this room lacks a migration; it changes nothing.
    ///
    /// # Errors
    /// What the database says.
    pub async fn is_behind(self, db: &DatabaseConnection) -> Result<bool, DbErr> {
        let pending = match self {
            Self::Toestemming => toestemming::Migrator::get_pending_migrations_read_only(db).await?,
            Self::Trajectbegeleiding => {
                trajectbegeleiding::Migrator::get_pending_migrations_read_only(db).await?
            }
            Self::Srw => srw::Migrator::get_pending_migrations_read_only(db).await?,
            Self::Buurtteam => buurtteam::Migrator::get_pending_migrations_read_only(db).await?,
            Self::Signalen => signalen::Migrator::get_pending_migrations_read_only(db).await?,
            Self::Console => console::Migrator::get_pending_migrations_read_only(db).await?,
        };
        Ok(!pending.is_empty())
    }
}

async fn begin_alone(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = db.begin_with_options(options).await?;
    if db.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared(MIGRATION_LOCK).await?;
    }
    Ok(transaction)
}

#[cfg(test)]
mod tests;
