use std::sync::{Arc, Mutex};

use sea_orm::DatabaseConnection;

/// The SQL statements that a program made, so that a test can say that their number does not grow with the data.
/// `BEGIN`, `COMMIT` and what is sent unprepared (migrations) are not among them.
#[derive(Clone, Debug, Default)]
pub struct Statements {
    seen: Arc<Mutex<Vec<String>>>,
}

impl Statements {
    /// Watches a connection and all clones that are made of it from now on: call this before handing it out.
    pub fn watch(&self, db: &mut DatabaseConnection) {
        let seen = Arc::clone(&self.seen);
        db.set_metric_callback(move |info| {
            seen.lock()
                .expect("no watcher panics")
                .push(info.statement.sql.to_string());
        });
    }

    /// What was seen since the last time, in order.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.seen.lock().expect("no watcher panics"))
    }

    /// What `work` says while it runs, beside its result.
    pub async fn during<T>(&self, work: impl Future<Output = T>) -> (T, Vec<String>) {
        self.take();
        let result = work.await;
        (result, self.take())
    }

    /// Fails unless both made equally many statements, and shows what they were. One statement at least: a
    /// connection that nobody watches proves nothing.
    pub fn assert_as_many(few: &[String], many: &[String]) {
        assert!(
            !few.is_empty(),
            "no statement was seen: is the connection watched?"
        );
        assert!(
            few.len() == many.len(),
            "the number of statements grows from {} to {}:\n{}\n\nagainst\n\n{}",
            few.len(),
            many.len(),
            few.join("\n"),
            many.join("\n"),
        );
    }
}
