use chrono::NaiveDate;
use schakel::{config::read_inrichting, domain::RecordSoort, federation::SubgraphName};
use schakel_entity::{
    buurtteam, srw,
    trajectbegeleiding::{client, regisseur, traject},
};
use schakel_tests::{Cluster, Databases, Engine};
use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, EntityTrait,
    IntoActiveModel, Schema, Statement,
};
use uuid::Uuid;

use crate::scene::Scene;

/// One database that holds what the answers are made of, copied from the subgraphs' databases.
pub struct FloorDatabase {
    /// The floor's connections to it.
    pub connection: DatabaseConnection,
    /// Its name, where it is on a server.
    pub name: Option<String>,
    /// Today, by the program's clock.
    pub today: NaiveDate,
    _folder: Option<tempfile::TempDir>,
}

/// As many as the program has per subgraph.
const SQLITE_CONNECTIONS: u32 = 8;
const POSTGRES_CONNECTIONS: u32 = 20;

/// As the subgraphs have them.
const INDEXES: [&str; 3] = [
    "CREATE INDEX ix_client ON traject_client (inwoner, bronhouder)",
    "CREATE INDEX ix_srw ON srw_dossier (inwoner, bronhouder)",
    "CREATE INDEX ix_buurtteam ON buurtteamdossier (inwoner, bronhouder)",
];

impl FloorDatabase {
    /// Copies what is needed.
    pub async fn copy_of(scene: &Scene) -> Self {
        let mut made = match scene.engine {
            Engine::Sqlite => Self::embedded().await,
            Engine::Postgres => Self::on_server().await,
        };
        made.today = schakel::clock::today_in_amsterdam(scene.app.clock());
        made.fill(scene.app.databases()).await;
        made
    }

    /// Throws it away.
    pub async fn clear(self) {
        self.connection.close().await.expect("connections can be closed");
        if let Some(name) = self.name {
            let admin = Database::connect(Cluster::shared().url("postgres")).await;
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            run(&admin.expect("the cluster answers"), &drop).await;
        }
    }

    async fn embedded() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let file = folder.path().join("floor.db");
        let mut options = ConnectOptions::new(format!("sqlite:{}?mode=rwc", file.display()));
        options
            .max_connections(SQLITE_CONNECTIONS)
            .map_sqlx_sqlite_opts(|sqlite| {
                sqlite
                    .journal_mode(sea_orm::sqlx::sqlite::SqliteJournalMode::Wal)
                    .thread_name(|number| format!("floor-db-{number}"))
            });
        Self::connect(options, None, Some(folder)).await
    }

    async fn on_server() -> Self {
        let cluster = Cluster::shared();
        let name = format!("floor_{}", Uuid::new_v4().simple());
        let admin = Database::connect(cluster.url("postgres")).await;
        run(
            &admin.expect("the cluster answers"),
            &format!("CREATE DATABASE {name}"),
        )
        .await;
        let mut options = ConnectOptions::new(cluster.url(&name));
        options.max_connections(POSTGRES_CONNECTIONS);
        Self::connect(options, Some(name), None).await
    }

    async fn connect(
        mut options: ConnectOptions,
        name: Option<String>,
        folder: Option<tempfile::TempDir>,
    ) -> Self {
        // Nothing that the floor can do without.
        options.sqlx_logging(false).test_before_acquire(false);
        Self {
            connection: Database::connect(options).await.expect("the floor's database"),
            name,
            today: NaiveDate::default(),
            _folder: folder,
        }
    }

    async fn fill(&self, from: &Databases) {
        let trajecten = from.connect(SubgraphName::Trajectbegeleiding).await;
        self.copy::<traject::Entity, _>(&trajecten).await;
        self.copy::<client::Entity, _>(&trajecten).await;
        self.copy::<regisseur::Entity, _>(&trajecten).await;
        let raadslieden = from.connect(SubgraphName::Srw).await;
        self.copy::<srw::dossier::Entity, _>(&raadslieden).await;
        self.copy::<srw::verwijzing::Entity, _>(&raadslieden).await;
        let buurtteams = from.connect(SubgraphName::Buurtteam).await;
        self.copy::<buurtteam::dossier::Entity, _>(&buurtteams).await;
        for index in INDEXES {
            run(&self.connection, index).await;
        }
        self.write_parties().await;
    }

    async fn copy<E, A>(&self, from: &DatabaseConnection)
    where
        E: EntityTrait<ActiveModel = A>,
        E::Model: IntoActiveModel<A>,
        A: ActiveModelTrait<Entity = E> + Send,
    {
        let table =
            Schema::new(self.connection.get_database_backend()).create_table_from_entity(E::default());
        self.connection
            .execute(&table)
            .await
            .expect("a table can be made");
        let rows = E::find().all(from).await.expect("a table can be read");
        // More at once would pass the databases' bound on parameters.
        for some in rows.chunks(200) {
            let some = some.iter().map(|row| row.clone().into_active_model());
            E::insert_many(some)
                .exec_without_returning(&self.connection)
                .await
                .expect("rows can be written");
        }
    }

    /// The parties in their fixed order, by what they own.
    async fn write_parties(&self) {
        let table = "CREATE TABLE partij (id TEXT PRIMARY KEY, naam TEXT, houdt TEXT, volgorde INTEGER)";
        run(&self.connection, table).await;
        let utrecht = read_inrichting(schakel::config::UTRECHT).expect("Utrecht fits");
        let partijen = utrecht.samenwerkingen.iter().flat_map(|one| &one.partijen);
        for (partij, place) in partijen.zip(1_i32..) {
            for soort in RecordSoort::ALL.iter().filter(|soort| partij.houdt(**soort)) {
                let row = Statement::from_sql_and_values(
                    self.connection.get_database_backend(),
                    "INSERT INTO partij VALUES ($1, $2, $3, $4)",
                    [
                        partij.id.as_str().into(),
                        partij.naam.as_str().into(),
                        soort.word().into(),
                        place.into(),
                    ],
                );
                self.connection
                    .execute_raw(row)
                    .await
                    .expect("a party can be written");
            }
        }
    }
}

async fn run(db: &DatabaseConnection, sql: &str) {
    db.execute_unprepared(sql)
        .await
        .unwrap_or_else(|error| panic!("`{sql}` failed: {error}"));
}
