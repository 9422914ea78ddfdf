use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use sea_orm::DatabaseConnection;

/// Counts and times the steps of requests.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Mutex<BTreeMap<String, Tally>>>);

/// How often a step was taken, and how long all of these took together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// How often.
    pub times: u64,
    /// How long together.
    pub time: Duration,
}

/// A step that has begun.
pub struct Begun {
    step: String,
    at: Instant,
}

impl Watch {
    /// Begins a step.
    pub fn begin(&self, step: impl Into<String>) -> Begun {
        Begun {
            step: step.into(),
            at: Instant::now(),
        }
    }

    /// Ends a step.
    pub fn end(&self, begun: Begun) {
        self.note(&begun.step, begun.at.elapsed());
    }

    /// A step from its begin to its end.
    pub async fn during<T>(&self, step: impl Into<String>, work: impl Future<Output = T>) -> T {
        let begun = self.begin(step);
        let result = work.await;
        self.end(begun);
        result
    }

    /// Watches a connection and all clones that are made of it from now on.
    pub fn statements(&self, db: &mut DatabaseConnection, of: &str) {
        let (watch, of) = (self.clone(), of.to_owned());
        db.set_metric_callback(move |info| {
            let sql = &info.statement.sql;
            let kind = if sql.starts_with("INSERT INTO \"verstrekking\"") {
                "log"
            } else if sql.starts_with("SELECT") {
                "read"
            } else {
                "write"
            };
            watch.note(&format!("SQL {kind}, {of}"), info.elapsed);
        });
    }

    /// What was noted since the last time.
    pub fn take(&self) -> Vec<(String, Tally)> {
        let noted = std::mem::take(&mut *self.0.lock().expect("no watcher panics"));
        noted.into_iter().collect()
    }

    fn note(&self, step: &str, time: Duration) {
        let mut noted = self.0.lock().expect("no watcher panics");
        let tally = noted.entry(step.to_owned()).or_default();
        tally.times += 1;
        tally.time += time;
    }
}
