//! What the tests of the stores share: an empty database, a party, people, times.

use chrono::{DateTime, Utc};
use schakel_migration::Room;
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::{
    config::{UTRECHT, read_inrichting},
    domain::{Inrichting, InwonerId, PartijId},
};

/// A migrated database in memory.
pub(in crate::subgraphs) async fn database(room: Room) -> DatabaseConnection {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1).min_connections(1).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    room.migrate(&db).await.unwrap();
    db
}

/// A migrated database in a file, with several connections that write at once.
pub(in crate::subgraphs) async fn shared_database(
    room: Room,
    folder: &tempfile::TempDir,
) -> DatabaseConnection {
    let file = folder.path().join("store.db");
    let mut options = ConnectOptions::new(format!("sqlite://{}?mode=rwc", file.display()));
    options.max_connections(8).sqlx_logging(false);
    let db = Database::connect(options).await.unwrap();
    room.migrate(&db).await.unwrap();
    db
}

pub(in crate::subgraphs) fn partij() -> PartijId {
    PartijId::new("gemeente-utrecht").unwrap()
}

pub(in crate::subgraphs) fn inwoner(number: u8) -> InwonerId {
    InwonerId::from_hash(&[number; 32])
}

pub(in crate::subgraphs) fn time(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub(in crate::subgraphs) fn noon() -> DateTime<Utc> {
    time("2026-07-01T12:00:00Z")
}

pub(in crate::subgraphs) fn utrecht() -> Inrichting {
    read_inrichting(UTRECHT).unwrap()
}
