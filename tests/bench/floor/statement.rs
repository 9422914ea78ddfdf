use chrono::NaiveDate;
use sea_orm::{
    DatabaseConnection, DbBackend,
    sqlx::{self, PgPool, SqlitePool},
};

/// The floor's two statements: the same resident, once or for a list.
#[derive(Clone)]
pub enum Statements {
    /// With SQLite's functions.
    Sqlite(SqlitePool, NaiveDate),
    /// With PostgreSQL's functions.
    Postgres(PgPool, NaiveDate),
}

/// Beside a statement that is known when the program is built, every use of it finds it prepared.
macro_rules! statement {
    ($before:literal, $resident:literal, $after:literal) => {
        concat!($before, include_str!($resident), $after)
    };
}

const SQLITE_ONE: &str = statement!(
    "SELECT json_object('inwoner', ",
    "resident.sqlite.sql",
    ") FROM (SELECT ?1 AS id) AS asked"
);

const SQLITE_MANY: &str = statement!(
    "SELECT json_object('inwoners', json_group_array(json(item))) FROM (SELECT ",
    "resident.sqlite.sql",
    " AS item FROM (SELECT key AS plaats, value AS id FROM json_each(?1)) AS asked ORDER BY asked.plaats)"
);

const POSTGRES_ONE: &str = statement!(
    "SELECT json_build_object('inwoner', ",
    "resident.postgres.sql",
    ")::text FROM (SELECT $1::text AS id) AS asked"
);

const POSTGRES_MANY: &str = statement!(
    "SELECT json_build_object('inwoners', json_agg(",
    "resident.postgres.sql",
    " ORDER BY asked.plaats))::text FROM unnest($1::text[]) WITH ORDINALITY AS asked(id, plaats)"
);

impl Statements {
    /// On this database, as if today were that day.
    pub fn on(db: &DatabaseConnection, today: NaiveDate) -> Self {
        match db.get_database_backend() {
            DbBackend::Postgres => Self::Postgres(db.get_postgres_connection_pool().clone(), today),
            _ => Self::Sqlite(db.get_sqlite_connection_pool().clone(), today),
        }
    }

    /// The data about one resident, as JSON.
    pub async fn one(&self, id: String) -> String {
        let made = match self {
            Self::Sqlite(pool, today) => {
                let query = sqlx::query_scalar(SQLITE_ONE).bind(id).bind(today);
                query.fetch_one(pool).await
            }
            Self::Postgres(pool, today) => {
                let query = sqlx::query_scalar(POSTGRES_ONE).bind(id).bind(today);
                query.fetch_one(pool).await
            }
        };
        made.expect("the floor's statement is in order")
    }

    /// The data about several residents, as JSON.
    pub async fn many(&self, ids: Vec<String>) -> String {
        let made = match self {
            Self::Sqlite(pool, today) => {
                let ids = serde_json::to_string(&ids).expect("a list of ids is json");
                let query = sqlx::query_scalar(SQLITE_MANY).bind(ids).bind(today);
                query.fetch_one(pool).await
            }
            Self::Postgres(pool, today) => {
                let query = sqlx::query_scalar(POSTGRES_MANY).bind(ids).bind(today);
                query.fetch_one(pool).await
            }
        };
        made.expect("the floor's statement is in order")
    }
}
