//! What is done for a log off the way of the requests: signing, and erasing what was kept long enough.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;

use super::{Notary, NotaryError, retention};
use crate::{clock::Clock, request::log::DisclosureLog};

/// Keeps one log. Every replica may have one: what they do twice changes nothing.
pub struct Keeper {
    /// Who signs for it.
    pub notary: Arc<Notary>,
    /// Where a line about erasing is written.
    pub log: DisclosureLog,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// A checkpoint is signed after this many lines,
    pub lines: u64,
    /// or when lines have waited this long.
    pub time: TimeDelta,
    /// After how long what leads to a person is erased; `None` for never.
    pub retention: Option<TimeDelta>,
}

/// How often it looks.
const LOOK: Duration = Duration::from_secs(1);
/// How many looks there are between two rounds of erasing: an hour.
const LOOKS_PER_ROUND: u32 = 3_600;

impl Keeper {
    /// Keeps the log for as long as it is polled.
    pub async fn keep(self) {
        let mut looks = tokio::time::interval(LOOK);
        looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        for look in (0..LOOKS_PER_ROUND).cycle() {
            looks.tick().await;
            if let Err(error) = self.sign_when_due().await {
                tracing::error!(log = self.notary.origin(), %error, "no checkpoint is signed");
            }
            if look == 0 {
                self.erase().await;
            }
        }
    }

    /// Signs when enough lines came, or when lines have waited long enough.
    pub(super) async fn sign_when_due(&self) -> Result<(), NotaryError> {
        let size = self.notary.tree().size().await?;
        let last = self.notary.checkpoints().latest().await?;
        let (signed, op) = last.map_or((0, None), |last| (last.grootte.unsigned_abs(), Some(last.op)));
        let is_late = op.is_none_or(|op| self.clock.now() - op >= self.time);
        if size < signed || size - signed >= self.lines || size > signed && is_late {
            self.notary.sign().await?;
        }
        Ok(())
    }

    async fn erase(&self) {
        let Some(retention) = self.retention else { return };
        let now = self.clock.now();
        let db = self.notary.tree().database();
        match retention::apply(db, &self.log, now - retention, now).await {
            Ok(0) => {}
            Ok(lines) => tracing::info!(
                log = self.notary.origin(),
                lines,
                "what leads to persons is erased"
            ),
            Err(error) => tracing::error!(log = self.notary.origin(), %error, "nothing is erased"),
        }
    }
}
