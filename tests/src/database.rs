mod cloned;
mod copied;

use std::collections::BTreeMap;

use schakel::federation::SubgraphName;
use sea_orm::{ConnectOptions, Database, DatabaseConnection};

use crate::{Engine, OnEngine};

type Urls = BTreeMap<SubgraphName, String>;

/// Five migrated, empty databases that no other test sees. They are gone when this is dropped.
#[derive(Debug)]
pub struct Databases {
    engine: Engine,
    urls: Urls,
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
    pub fn url(&self, subgraph: SubgraphName) -> &str {
        &self.urls[&subgraph]
    }

    /// A look at a subgraph's database behind the program's back.
    pub async fn connect(&self, subgraph: SubgraphName) -> DatabaseConnection {
        connect(self.url(subgraph)).await
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
