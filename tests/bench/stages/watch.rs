use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant},
};

use sea_orm::DatabaseConnection;

/// Counts and times the steps of requests.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Mutex<Noted>>);

/// How often a step was taken, and how long all of these took together.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// How often.
    pub times: u64,
    /// How long together.
    pub time: Duration,
}

#[derive(Debug, Default)]
struct Noted {
    tallies: BTreeMap<String, Tally>,
    /// Steps that run beside each other: how many do, and since when at least one does.
    beside: BTreeMap<&'static str, (usize, Option<Instant>)>,
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
        self.noted().add(&begun.step, begun.at.elapsed());
    }

    /// A step from its begin to its end.
    pub async fn during<T>(&self, step: impl Into<String>, work: impl Future<Output = T>) -> T {
        let begun = self.begin(step);
        let result = work.await;
        self.end(begun);
        result
    }

    /// A step that may run beside others of its name: only the time counts in which any of them runs.
    pub async fn together<T>(&self, step: &'static str, work: impl Future<Output = T>) -> T {
        self.noted().enter(step);
        let result = work.await;
        self.noted().leave(step);
        result
    }

    /// Watches a connection and all clones that are made of it from now on.
    pub fn statements(&self, db: &mut DatabaseConnection, of: &str) {
        let (watch, of) = (self.clone(), of.to_owned());
        db.set_metric_callback(move |info| {
            let sql = &info.statement.sql;
            let is_log = sql.starts_with("INSERT INTO \"verstrekking\"") || sql.contains("\"logstand\"");
            let kind = if is_log {
                "log"
            } else if sql.starts_with("SELECT") {
                "read"
            } else {
                "write"
            };
            watch.noted().add(&format!("SQL {kind}, {of}"), info.elapsed);
        });
    }

    /// What was noted since the last time.
    pub fn take(&self) -> Vec<(String, Tally)> {
        let noted = std::mem::take(&mut *self.noted());
        noted.tallies.into_iter().collect()
    }

    fn noted(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().expect("no watcher panics")
    }
}

impl Noted {
    fn add(&mut self, step: &str, time: Duration) {
        let tally = self.tallies.entry(step.to_owned()).or_default();
        tally.times += 1;
        tally.time += time;
    }

    fn enter(&mut self, step: &'static str) {
        let (running, since) = self.beside.entry(step).or_default();
        *running += 1;
        since.get_or_insert_with(Instant::now);
    }

    fn leave(&mut self, step: &'static str) {
        let (running, since) = self.beside.entry(step).or_default();
        *running -= 1;
        if *running == 0
            && let Some(since) = since.take()
        {
            self.add(step, since.elapsed());
        }
    }
}
