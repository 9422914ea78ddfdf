use std::{sync::Arc, time::Duration};

use tokio::sync::watch;

use super::{Standen, open::Open};
use crate::register::{Changed, Register, RegisterError, wire::MOST_INWONERS};

/// How often records are looked at where no bell rings: several processes on one SQLite file.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long to wait before a lost register is asked for again.
const ASK_AGAIN: Duration = Duration::from_secs(1);

/// Follows the register's version, and asks at each new one what changed for the residents of open streams: the
/// register learns of them by that, and tells of nobody else.
pub(super) async fn register(register: Arc<dyn Register>, open: Arc<Open>) {
    loop {
        let lost = follow_register(&*register, &open).await;
        tracing::error!(error = ?lost, "the register is lost, and open streams end");
        open.set_lost(true);
        tokio::time::sleep(ASK_AGAIN).await;
    }
}

/// Comes when the register is lost.
async fn follow_register(register: &dyn Register, open: &Open) -> RegisterError {
    let followed = async {
        let mut versie = risen_above(register, -1).await?;
        // What changed before it was followed is not asked for: all streams decide anew.
        open.set_lost(false);
        loop {
            // A stream that opens after this line decides on this version or a later one.
            let risen = risen_above(register, versie).await?;
            if risen > versie {
                wake_changed(register, open, versie).await?;
                versie = risen;
            }
        }
    };
    let lost: Result<std::convert::Infallible, RegisterError> = followed.await;
    match lost {
        Err(lost) => lost,
    }
}

/// A connection that broke off while nothing happened is no loss yet.
async fn risen_above(register: &dyn Register, versie: i64) -> Result<i64, RegisterError> {
    match register.risen_above(versie).await {
        Ok(risen) => Ok(risen),
        Err(_) => register.risen_above(versie).await,
    }
}

async fn wake_changed(register: &dyn Register, open: &Open, since: i64) -> Result<(), RegisterError> {
    for inwoners in open.inwoners().chunks(MOST_INWONERS) {
        match register.changes(since, inwoners).await?.changed {
            Changed::Everybody => {
                open.wake_all();
                return Ok(());
            }
            Changed::Inwoners(changed) => open.wake(&changed),
        }
    }
    Ok(())
}

/// Follows the records of the residents of open streams: at each ring, and now and then by itself.
pub(super) async fn records(mut heard: watch::Receiver<()>, records: Arc<dyn Standen>, open: Arc<Open>) {
    loop {
        tokio::select! {
            _rung = heard.changed() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let inwoners = open.inwoners();
        if inwoners.is_empty() {
            continue;
        }
        match records.standen(&inwoners).await {
            Ok(standen) => open.note(&inwoners, &standen),
            // A stream that is woken meets the same, and ends with the reason.
            Err(error) => {
                tracing::error!(%error, "the records of open streams cannot be followed");
                open.wake_all();
            }
        }
    }
}
