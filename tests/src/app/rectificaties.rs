use std::collections::BTreeSet;

use schakel::federation::SubgraphName;
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, Statement};
use serde_json::{Value, json};

use super::{Answer, Person, TestApp};

const RECTIFICATIES: &str = "
    fragment Lijst on RectificatieConnection {
        edges { cursor node { id soort inwoner bronhouder { id naam } groepen op bevestigdOp } }
        pageInfo { endCursor hasNextPage }
    }
    query($na: String, $eerste: Int! = 100) { rectificaties {
        traject(na: $na, eerste: $eerste) { ...Lijst }
        srw { ...Lijst }
        buurtteam { ...Lijst }
    } }";

/// What a party hears of what it saw: the kind, the resident by the id that it asked for, and the groups.
pub type Rectified = (String, String, BTreeSet<String>);

impl Person<'_> {
    /// What holds no longer of what this person's party saw.
    pub async fn rectificaties(&self, na: Option<&str>, eerste: i32) -> Answer {
        self.ask(RECTIFICATIES, json!({"na": na, "eerste": eerste})).await
    }

    /// What this person's party heard of trajecten, in order.
    pub async fn heard_of_trajecten(&self) -> Vec<Rectified> {
        let answer = self.rectificaties(None, 100).await.expect_ok();
        let edges = answer.data("/rectificaties/traject/edges").as_array().unwrap();
        edges.iter().map(|edge| heard(&edge["node"])).collect()
    }

    /// Erases a traject, as one that should never have been kept.
    pub async fn erase_traject(&self, bron_id: &str) -> Answer {
        let mutation = "mutation($bronId: String!) { trajectWissen(bronId: $bronId, grond: ONRECHTMATIG) {
            uitkomst gezienDoor { partij { id } inwoner groepen } } }";
        self.ask(mutation, json!({"bronId": bron_id})).await
    }

    /// Says that a traject was wrong in these groups until its present version.
    pub async fn rectify_traject(&self, bron_id: &str, groepen: &[&str]) -> Answer {
        let mutation = "mutation($bronId: String!, $groepen: [Gegevensgroep!]!) {
            trajectRechtzetten(bronId: $bronId, groepen: $groepen) {
                uitkomst gezienDoor { partij { id } inwoner groepen } } }";
        self.ask(mutation, json!({"bronId": bron_id, "groepen": groepen}))
            .await
    }
}

fn heard(node: &Value) -> Rectified {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let groepen = node["groepen"].as_array().expect("groups");
    (
        text(&node["soort"]),
        text(&node["inwoner"]),
        groepen.iter().map(text).collect(),
    )
}

impl TestApp {
    /// Looks again who saw what was revoked, as the program does after some minutes; how much was looked after.
    pub async fn look_again(&self) -> usize {
        self.installation()
            .retention
            .look_again()
            .await
            .expect("the databases answer")
    }

    /// Erases what is past its term, as the program does now and then; how much.
    pub async fn expire(&self) -> usize {
        let expired = self.installation().retention.expire().await;
        expired.expect("the databases answer")
    }

    /// In which tables of all databases a text stands, behind the program's back.
    pub async fn tables_with(&self, text: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for name in SubgraphName::ALL {
            let db = self.databases().connect(*name).await;
            for table in tables(&db).await {
                let rows = rows(&db, &table).await;
                if rows.iter().any(|row| row.contains(text)) {
                    found.insert(format!("{name}.{table}"));
                }
            }
        }
        found
    }
}

async fn texts(db: &DatabaseConnection, sql: String) -> Vec<String> {
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .expect("the database answers");
    rows.iter()
        .map(|row| row.try_get_by_index(0).expect("a text"))
        .collect()
}

async fn tables(db: &DatabaseConnection) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DatabaseBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table'",
        _ => "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()",
    };
    texts(db, sql.to_owned()).await
}

/// Every row of a table as text, but for what is no text in it.
async fn rows(db: &DatabaseConnection, table: &str) -> Vec<String> {
    let sql = match db.get_database_backend() {
        DatabaseBackend::Sqlite => {
            let columns = texts(db, format!("SELECT name FROM pragma_table_info('{table}')")).await;
            let columns: Vec<_> = columns.iter().map(|name| format!("quote(\"{name}\")")).collect();
            format!("SELECT {} FROM \"{table}\"", columns.join(" || ' ' || "))
        }
        _ => format!("SELECT row_to_json(one)::text FROM \"{table}\" one"),
    };
    texts(db, sql).await
}
