//! PostgreSQL: five databases, each cloned from a template that was migrated once.

use std::thread;

use schakel::federation::SubgraphName;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use uuid::Uuid;

use super::{Urls, connect};
use crate::{Cluster, rooms};

/// Any number, as long as all processes of a run take the same: who makes templates makes them alone.
const LOCK: i64 = 4_711;

pub(super) async fn new() -> (Clones, Urls) {
    let cluster = Cluster::shared();
    let admin = connect(&cluster.url("postgres")).await;
    let version = rooms::version();
    make_templates(&cluster, &admin, &version).await;
    let mut clones = Clones {
        cluster,
        names: Vec::new(),
    };
    let mut urls = Urls::new();
    let test = Uuid::new_v4().simple();
    for &subgraph in SubgraphName::ALL {
        let name = format!("t_{test}_{subgraph}");
        say(
            &admin,
            &format!(
                "CREATE DATABASE {name} TEMPLATE {}",
                template_of(subgraph, &version)
            ),
        )
        .await;
        urls.insert(subgraph, clones.cluster.url(&name));
        clones.names.push(name);
    }
    admin.close().await.expect("a connection can be closed");
    (clones, urls)
}

/// The databases of one test.
#[derive(Debug)]
pub(super) struct Clones {
    cluster: Cluster,
    names: Vec<String>,
}

impl Drop for Clones {
    /// On a thread with a runtime of its own: a drop cannot wait, and the test's runtime may be ending. A clone
    /// that is not dropped goes with the cluster.
    fn drop(&mut self) {
        let (url, names) = (self.cluster.url("postgres"), std::mem::take(&mut self.names));
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime
                .expect("a runtime can be made")
                .block_on(drop_all(&url, &names));
        });
        if dropping.join().is_err() && !thread::panicking() {
            panic!("the databases of this test were not dropped");
        }
    }
}

async fn drop_all(url: &str, names: &[String]) {
    let admin = connect(url).await;
    for name in names {
        say(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
    }
}

async fn make_templates(cluster: &Cluster, admin: &DatabaseConnection, version: &str) {
    say(admin, &format!("SELECT pg_advisory_lock({LOCK})")).await;
    for &subgraph in SubgraphName::ALL {
        let template = template_of(subgraph, version);
        if !exists(admin, &template).await {
            make_template(cluster, admin, subgraph, &template).await;
        }
    }
    say(admin, &format!("SELECT pg_advisory_unlock({LOCK})")).await;
}

/// Made under another name and renamed when it is whole.
async fn make_template(
    cluster: &Cluster,
    admin: &DatabaseConnection,
    subgraph: SubgraphName,
    template: &str,
) {
    let making = format!("making_{template}");
    say(admin, &format!("DROP DATABASE IF EXISTS {making} WITH (FORCE)")).await;
    say(admin, &format!("CREATE DATABASE {making}")).await;
    let db = connect(&cluster.url(&making)).await;
    rooms::migrate(subgraph, &db).await;
    db.close().await.expect("a template can be closed");
    say(admin, &format!("ALTER DATABASE {making} RENAME TO {template}")).await;
}

fn template_of(subgraph: SubgraphName, version: &str) -> String {
    format!("template_{subgraph}_{version}")
}

async fn exists(admin: &DatabaseConnection, database: &str) -> bool {
    let question = Statement::from_sql_and_values(
        admin.get_database_backend(),
        "SELECT 1 FROM pg_database WHERE datname = $1",
        [database.into()],
    );
    admin
        .query_one_raw(question)
        .await
        .expect("the catalogue can be asked")
        .is_some()
}

async fn say(admin: &DatabaseConnection, sql: &str) {
    admin
        .execute_unprepared(sql)
        .await
        .unwrap_or_else(|error| panic!("`{sql}` failed: {error}"));
}
