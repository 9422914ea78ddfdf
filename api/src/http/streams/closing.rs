use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

/// Tells streams that the server stops, and waits until they have taken their leave.
#[derive(Clone, Debug, Default)]
pub(crate) struct Closing {
    told: Arc<watch::Sender<bool>>,
    open: Arc<watch::Sender<usize>>,
}

/// The longest that a stream may take to say goodbye.
const LEAVE: Duration = Duration::from_secs(2);

/// A stream that is still open.
pub(crate) struct Guard(Arc<watch::Sender<usize>>);

impl Closing {
    /// Tells all streams, and waits for them within bounds.
    pub(crate) async fn close(&self) {
        self.told.send_replace(true);
        let mut open = self.open.subscribe();
        let all_closed = open.wait_for(|open| *open == 0);
        if tokio::time::timeout(LEAVE, all_closed).await.is_err() {
            tracing::warn!("some streams did not end in time");
        }
    }

    /// Comes when the server stops.
    pub(crate) async fn closed(&self) {
        let mut told = self.told.subscribe();
        if told.wait_for(|told| *told).await.is_err() {
            std::future::pending::<()>().await;
        }
    }

    /// Counts a stream for as long as the guard is kept.
    pub(crate) fn guard(&self) -> Guard {
        self.open.send_modify(|open| *open += 1);
        Guard(Arc::clone(&self.open))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.send_modify(|open| *open = open.saturating_sub(1));
    }
}
