use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use schakel::federation::SubgraphName;
use schakel_migration::Room;
use sea_orm::DatabaseConnection;

use crate::root;

/// Brings a subgraph's empty database up to date.
pub(crate) async fn migrate(subgraph: SubgraphName, db: &DatabaseConnection) {
    let room = Room::from_name(subgraph.word()).unwrap_or_else(|| panic!("`{subgraph}` has no migrations"));
    room.migrate(db)
        .await
        .unwrap_or_else(|error| panic!("`{subgraph}` does not migrate: {error}"));
}

/// A word that changes whenever a migration does, so that no template is ever stale.
pub(crate) fn version() -> String {
    let mut texts = BTreeMap::new();
    read_into(&mut texts, &root().join("migration"));
    let mut hasher = DefaultHasher::new();
    texts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn read_into(texts: &mut BTreeMap<PathBuf, Vec<u8>>, folder: &Path) {
    for entry in fs::read_dir(folder).expect("the migrations can be read") {
        let path = entry.expect("the migrations can be read").path();
        if path.is_dir() {
            read_into(texts, &path);
        } else {
            let text = fs::read(&path).expect("a migration can be read");
            texts.insert(path, text);
        }
    }
}
