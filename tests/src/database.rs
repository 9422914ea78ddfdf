mod cloned;
mod copied;

use std::collections::BTreeMap;

use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::{Engine, OnEngine};

/// Five migrated, empty databases that no other test sees. They are gone when this is dropped.
#[derive(Debug)]
pub struct Databases {
    engine: Engine,
    urls: BTreeMap<&'static str, String>,
    _home: Home,
}

#[derive(Debug)]
enum Home {
    Folder { _folder: tempfile::TempDir },
    Cluster { _clones: cloned::Clones },
}

impl OnEngine for Databases {
    async fn on(engine: Engine) -> Self {
        let (urls, _home) = match engine {
            Engine::Sqlite => {
                let (folder, urls) = copied::new().await;
                (urls, Home::Folder { _folder: folder })
            }
            Engine::Postgres => {
                let (clones, urls) = cloned::new().await;
                (urls, Home::Cluster { _clones: clones })
            }
        };
        Self { engine, urls, _home }
    }
}

impl Databases {
    /// On which engine they are.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Where the database of a subgraph is reached: what its configuration would say.
    pub fn url(&self, room: &str) -> &str {
        self.urls
            .get(room)
            .unwrap_or_else(|| panic!("no room is called `{room}`"))
    }

    /// A look at a subgraph's database behind the program's back.
    pub async fn connect(&self, room: &str) -> DatabaseConnection {
        connect(self.url(room)).await
    }
}

/// One connection, which stays quiet: a test counts and reads what the program does, not what the kit does.
async fn connect(url: &str) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Database::connect(options)
        .await
        .unwrap_or_else(|error| panic!("`{url}` does not connect: {error}"))
}
