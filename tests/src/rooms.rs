use std::{
    collections::BTreeMap,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
    pin::Pin,
};

use sea_orm::{DatabaseConnection, DbErr};

use crate::root;

type Migrating<'a> = Pin<Box<dyn Future<Output = Result<(), DbErr>> + Send + 'a>>;

/// A subgraph's database: whose it is, and how it gets its tables.
#[derive(Clone, Copy)]
pub struct Room {
    /// The subgraph's name.
    pub name: &'static str,
    migrate: for<'a> fn(&'a DatabaseConnection) -> Migrating<'a>,
}

impl Room {
    /// Brings an empty database up to date.
    pub async fn migrate(&self, db: &DatabaseConnection) {
        (self.migrate)(db)
            .await
            .unwrap_or_else(|error| panic!("`{}` does not migrate: {error}", self.name));
    }
}

/// The five, in the order of the supergraph.
pub const ROOMS: [Room; 5] = [
    Room {
        name: "toestemming",
        migrate: |_| Box::pin(async { Ok(()) }),
    },
    Room {
        name: "trajectbegeleiding",
        migrate: |_| Box::pin(async { Ok(()) }),
    },
    Room {
        name: "srw",
        migrate: |_| Box::pin(async { Ok(()) }),
    },
    Room {
        name: "buurtteam",
        migrate: |_| Box::pin(async { Ok(()) }),
    },
    Room {
        name: "signalen",
        migrate: |_| Box::pin(async { Ok(()) }),
    },
];

/// A word that changes whenever a migration does, so that no template is ever stale.
pub(crate) fn version() -> String {
    let mut texts = BTreeMap::new();
    read_into(&mut texts, &root().join("migration"));
    let mut hasher = DefaultHasher::new();
    texts.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}

fn read_into(texts: &mut BTreeMap<PathBuf, String>, folder: &Path) {
    for entry in fs::read_dir(folder).expect("the migrations can be read") {
        let path = entry.expect("the migrations can be read").path();
        if path.is_dir() {
            read_into(texts, &path);
        } else {
            let text = fs::read_to_string(&path).expect("a migration is text");
            texts.insert(path, text);
        }
    }
}
