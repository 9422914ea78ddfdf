use std::time::Duration;

use schakel_migration::Room;
use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbErr};

use crate::{
    config::{Config, ConfigError},
    federation::SubgraphName,
};

/// Why a database can't be opened; never its address, which may hold a password.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The database of this subgraph.
    #[error("the database of `{subgraph}` cannot be opened")]
    Open {
        /// Whose.
        subgraph: SubgraphName,
        /// Why.
        #[source]
        source: DbErr,
    },
    /// The database of this subgraph lacks tables or columns of this version.
    #[error("the database of `{0}` is of an earlier version: run `schakel migrate` first")]
    Behind(SubgraphName),
    /// The database of the console.
    #[error("the database of the console cannot be opened")]
    OpenConsole(#[source] DbErr),
    /// The database of the console lacks tables or columns of this version.
    #[error("the database of the console is of an earlier version: run `schakel migrate` first")]
    ConsoleBehind,
}

/// Opens the database of one subgraph. SQLite keeps a write-ahead log and flushes at every commit, so
/// that what was acknowledged survives a power cut. One that isn't migrated stays shut: half of it would work.
///
/// # Errors
/// [`DatabaseError`] naming the subgraph.
pub async fn open_database(config: &Config, name: SubgraphName) -> Result<DatabaseConnection, DatabaseError> {
    let db = open(config, name).await?;
    let room = Room::from_name(name.word());
    let is_behind = match room {
        Some(room) => room.is_behind(&db).await,
        None => Ok(false),
    };
    match is_behind {
        Ok(false) => Ok(db),
        Ok(true) => Err(DatabaseError::Behind(name)),
        Err(source) => Err(DatabaseError::Open {
            subgraph: name,
            source,
        }),
    }
}

async fn open(config: &Config, name: SubgraphName) -> Result<DatabaseConnection, DatabaseError> {
    let subgraph = config.subgraphs.get(name)?;
    let elsewhere = || ConfigError::Setting(format!("`subgraphs.{name}.database` is missing"));
    let address = subgraph.database.as_deref().ok_or_else(elsewhere)?;
    connect(address, subgraph.connections)
        .await
        .map_err(|source| DatabaseError::Open {
            subgraph: name,
            source,
        })
}

/// Opens the database of the console.
///
/// # Errors
/// [`DatabaseError::OpenConsole`] and [`DatabaseError::ConsoleBehind`].
pub async fn open_console_database(address: &str) -> Result<DatabaseConnection, DatabaseError> {
    let db = connect(address, None).await.map_err(DatabaseError::OpenConsole)?;
    match Room::Console.is_behind(&db).await {
        Ok(false) => Ok(db),
        Ok(true) => Err(DatabaseError::ConsoleBehind),
        Err(error) => Err(DatabaseError::OpenConsole(error)),
    }
}

/// Brings the database of the console up to date.
///
/// # Errors
/// [`DatabaseError::OpenConsole`].
pub async fn migrate_console(address: &str) -> Result<(), DatabaseError> {
    let db = connect(address, None).await.map_err(DatabaseError::OpenConsole)?;
    Room::Console
        .migrate(&db)
        .await
        .map_err(DatabaseError::OpenConsole)
}

/// Brings the database of every subgraph that has one here, and that of the console, up to date.
///
/// # Errors
/// [`DatabaseError`] naming the subgraph.
pub async fn migrate(config: &Config) -> Result<(), DatabaseError> {
    for (name, subgraph) in &config.subgraphs.0 {
        let (Some(_), Some(room)) = (&subgraph.database, Room::from_name(name.word())) else {
            continue;
        };
        let db = open(config, *name).await?;
        room.migrate(&db).await.map_err(|source| DatabaseError::Open {
            subgraph: *name,
            source,
        })?;
    }
    if let Some(console) = &config.console {
        migrate_console(&console.database).await?;
    }
    Ok(())
}

async fn connect(address: &str, connections: Option<u32>) -> Result<DatabaseConnection, DbErr> {
    let is_sqlite = address.starts_with("sqlite:");
    let mut options = ConnectOptions::new(if is_sqlite {
        format!("{address}?mode=rwc")
    } else {
        address.to_owned()
    });
    options
        .sqlx_logging(false)
        .max_connections(connections.unwrap_or(if is_sqlite { 8 } else { 20 }));
    if is_sqlite {
        // A file doesn't hang up.
        options.test_before_acquire(false);
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .journal_mode(sea_orm::sqlx::sqlite::SqliteJournalMode::Wal)
                .synchronous(sea_orm::sqlx::sqlite::SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
        });
    } else {
        // A round trip before every statement would find what hung up since the last one, a moment ago.
        options.test_before_acquire_if_idle_for(Duration::from_secs(1));
    }
    let db = Database::connect(options).await?;
    db.ping().await?;
    Ok(db)
}
