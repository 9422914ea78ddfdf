use schakel::federation::SubgraphName;
use schakel_entity::{outbox::signaalgebeurtenis, signalen::signaal};
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{Answer, Person, TestApp};

/// A page of signals.
pub const SIGNALEN: &str = "query Signalen($na: String, $eerste: Int! = 50) {
    signalen(na: $na, eerste: $eerste) {
        edges { cursor node { id soort ernst bevestigdOp bronhouder { id } inwoner { id } } }
        pageInfo { endCursor hasNextPage }
    }
}";

/// Signals as they come.
pub const VOLG_SIGNALEN: &str = "subscription Volg($na: String) {
    signalen(na: $na) { edges { cursor node { id soort bronhouder { id } inwoner { id } } } }
}";

impl TestApp {
    /// Brings the signals up to date with what the owners published.
    pub async fn settle_signals(&self) {
        let settled = self.installation().signals.settle().await;
        settled.unwrap_or_else(|error| panic!("the signals do not settle: {error}"));
    }

    /// Looks what the clock made happen by now, and brings the signals up to date; how much was new.
    pub async fn look_at_the_clock(&self) -> usize {
        let signals = &self.installation().signals;
        let new = signals.look().await;
        self.settle_signals().await;
        new.unwrap_or_else(|error| panic!("nobody can look: {error}"))
    }

    /// Follows the outboxes, as a process does that serves, until what comes back is dropped.
    pub fn follow_signals(&self) -> JoinSet<()> {
        let mut tasks = JoinSet::new();
        self.installation().signals.keep(&mut tasks);
        tasks
    }

    /// The kinds of signals that are stored for a party, in their order, read behind the program's back.
    pub async fn stored_signals(&self, ontvanger: &str) -> Vec<String> {
        let db = self.databases().connect(SubgraphName::Signalen).await;
        let rows = signaal::Entity::find()
            .order_by_asc(signaal::Column::Volgnummer)
            .all(&db)
            .await;
        let rows = rows.expect("the signals can be read").into_iter();
        rows.filter(|row| row.ontvanger == ontvanger)
            .map(|row| row.soort)
            .collect()
    }

    /// The kinds of events in an outbox, in their order, read behind the program's back.
    pub async fn outbox(&self, owner: SubgraphName) -> Vec<String> {
        let db = self.databases().connect(owner).await;
        let rows = signaalgebeurtenis::Entity::find()
            .order_by_asc(signaalgebeurtenis::Column::Volgnummer)
            .all(&db)
            .await
            .expect("the outbox can be read");
        let numbers: Vec<i64> = rows.iter().map(|row| row.volgnummer).collect();
        assert!(
            numbers.is_sorted_by(|one, next| one < next),
            "in order: {numbers:?}"
        );
        rows.into_iter().map(|row| row.soort).collect()
    }
}

impl Person<'_> {
    /// A page of the signals to this person's party.
    pub async fn signals(&self, na: Option<&str>, eerste: i32) -> Answer {
        self.ask(SIGNALEN, json!({"na": na, "eerste": eerste})).await
    }

    /// The kinds of signals that this person may hear of now, in their order.
    pub async fn signal_kinds(&self) -> Vec<String> {
        kinds(&self.signals(None, 100).await.expect_ok())
    }

    /// Confirms a signal; the outcome.
    pub async fn confirm_signal(&self, id: &str) -> String {
        let mutation = "mutation($id: ID!) { signaalBevestigen(id: $id) { uitkomst } }";
        let answer = self.ask(mutation, json!({"id": id})).await.expect_ok();
        answer.text_at("/signaalBevestigen/uitkomst").to_owned()
    }
}

/// The kinds of signals in an answer, in their order.
pub fn kinds(answer: &Answer) -> Vec<String> {
    let edges = answer.data("/signalen/edges").as_array().expect("a list");
    let soort = |edge: &Value| edge["node"]["soort"].as_str().expect("a kind").to_owned();
    edges.iter().map(soort).collect()
}
