use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use chrono::{DateTime, Utc};
use tokio::sync::watch;

use crate::{
    clock::Clock,
    federation::SubgraphName,
    installation::Logs,
    logbook::verify::{Report, audit_stored},
};

/// The check of the logs that runs in this process, or ran last. A log can be longer than a page may take, so that a check
/// goes on after the answer; there is one at a time, since each reads whole logs.
pub(crate) struct LogCheck {
    state: Mutex<State>,
    runs: watch::Sender<bool>,
}

/// How far a check is.
#[derive(Clone, Default)]
pub(super) struct State {
    /// Since when it runs, while it does.
    pub(super) since: Option<DateTime<Utc>>,
    /// When the last one ended.
    pub(super) ended: Option<DateTime<Utc>>,
    /// What the last one found of each log so far; `None` for one that could not be read.
    pub(super) found: BTreeMap<SubgraphName, Option<Arc<Report>>>,
}

impl LogCheck {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::default(),
            runs: watch::Sender::new(false),
        }
    }

    /// How far it is.
    pub(super) fn state(&self) -> State {
        self.change(|state| state.clone())
    }

    /// Begins one, unless one runs.
    pub(super) fn begin(self: &Arc<Self>, logs: Logs, clock: Arc<dyn Clock>) {
        let was_running = self.runs.send_replace(true);
        if was_running {
            return;
        }
        let check = Arc::clone(self);
        check.change(|state| {
            *state = State {
                since: Some(clock.now()),
                ..State::default()
            }
        });
        tokio::spawn(async move {
            for name in SubgraphName::ALL {
                let Some(notary) = logs.find(*name) else { continue };
                let db = notary.tree().database();
                let report = audit_stored(db, notary.origin(), notary.verifiers(), &[], logs.keeping()).await;
                if let Err(error) = &report {
                    tracing::error!(subgraph = %name, %error, "a log could not be read to be checked");
                }
                check.change(|state| state.found.insert(*name, report.ok().map(Arc::new)));
            }
            check.change(|state| {
                state.since = None;
                state.ended = Some(clock.now());
            });
            check.runs.send_replace(false);
        });
    }

    /// Waits for its end, so long at most.
    pub(super) async fn wait(&self, longest: Duration) {
        let mut runs = self.runs.subscribe();
        let ended = runs.wait_for(|runs| !runs);
        // Whether it has ended by now, the page tells.
        drop(tokio::time::timeout(longest, ended).await);
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
