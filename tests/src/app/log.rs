use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
// The five logs are alike.
use schakel::federation::SubgraphName;
use schakel_entity::srw::verstrekking;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::Value;

use super::TestApp;

/// One record of a disclosure log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// The operation within which it happened.
    pub operatie: String,
    /// When.
    pub op: DateTime<Utc>,
    /// The trace of the request.
    pub trace_id: String,
    /// Whose data.
    pub inwoner: String,
    /// Who owns it.
    pub bronhouder: String,
    /// Which party asked.
    pub partij: String,
    /// Who asked.
    pub gebruiker: String,
    /// In which roles.
    pub rollen: String,
    /// In which team.
    pub team: Option<String>,
    /// For which purpose.
    pub doel: String,
    /// What was done.
    pub handeling: String,
    /// The version of the register that decided.
    pub registerversie: Option<i64>,
    /// The reason per gegevensgroep.
    pub redenen: BTreeMap<String, String>,
    /// The outcomes as they were written.
    pub uitkomsten: Value,
}

impl TestApp {
    /// What a subgraph's disclosure log says, in the order in which it was written, read behind the program's back.
    pub async fn log_lines(&self, subgraph: SubgraphName) -> Vec<LogLine> {
        let db = self.databases().connect(subgraph).await;
        let rows = verstrekking::Entity::find()
            .order_by_asc(verstrekking::Column::Id)
            .all(&db)
            .await
            .expect("the log can be read");
        rows.into_iter().map(LogLine::of).collect()
    }
}

impl LogLine {
    fn of(row: verstrekking::Model) -> Self {
        let uitkomsten: Value = serde_json::from_str(&row.uitkomsten).expect("outcomes are json");
        let word = |outcome: &Value, name: &str| outcome[name].as_str().expect("a word").to_owned();
        let outcomes = uitkomsten.as_array().expect("outcomes are a list");
        Self {
            operatie: row.operatie.to_string(),
            op: row.op,
            trace_id: row.trace_id,
            inwoner: row.inwoner,
            bronhouder: row.bronhouder,
            partij: row.partij,
            gebruiker: row.gebruiker,
            rollen: row.rollen,
            team: row.team,
            doel: row.doel,
            handeling: row.handeling,
            registerversie: row.registerversie,
            redenen: outcomes
                .iter()
                .map(|outcome| (word(outcome, "groep"), word(outcome, "reden")))
                .collect(),
            uitkomsten,
        }
    }

    /// The reason that was logged for a group.
    pub fn reden(&self, groep: &str) -> Option<&str> {
        self.redenen.get(groep).map(String::as_str)
    }
}
