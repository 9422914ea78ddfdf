use std::{
    sync::{Arc, OnceLock},
    time::Duration,
};

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, sqlx::postgres::PgListener,
};
use tokio::{sync::watch, task::AbortHandle};

/// Rings after a commit that somebody waits for: in this process at once, and from other processes by
/// PostgreSQL's NOTIFY. It only says "look again": a ring that is missed costs time, never truth, since
/// whoever waits also looks by itself now and then.
#[derive(Clone, Debug)]
pub struct Bell(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    channel: &'static str,
    rung: watch::Sender<()>,
    listening: OnceLock<AbortHandle>,
}

/// How long to wait before the database is listened to again after it could not be.
const LISTEN_AGAIN: Duration = Duration::from_secs(2);

impl Bell {
    /// A bell on a channel of a subgraph's own database.
    pub fn new(channel: &'static str) -> Self {
        Self(Arc::new(Inner {
            channel,
            rung: watch::Sender::new(()),
            listening: OnceLock::new(),
        }))
    }

    /// The bell of a room of records, which rings when some were published or withdrawn.
    pub fn of_records() -> Self {
        Self::new(super::publishing::CHANNEL)
    }

    /// Rings in this process: after the commit.
    pub fn ring(&self) {
        self.0.rung.send_replace(());
    }

    /// Rings for every process that listens to this database, once the transaction is committed.
    ///
    /// # Errors
    /// What the database says; then nothing is committed either.
    pub async fn announce(channel: &'static str, transaction: &DatabaseTransaction) -> Result<(), DbErr> {
        if transaction.get_database_backend() == DbBackend::Postgres {
            transaction
                .execute_unprepared(&format!("NOTIFY {channel}"))
                .await?;
        }
        Ok(())
    }

    /// Hears every ring from now on, those of other processes on this database among them.
    pub fn hear(&self, db: &DatabaseConnection) -> watch::Receiver<()> {
        if db.get_database_backend() == DbBackend::Postgres {
            self.0.listening.get_or_init(|| {
                let (db, channel, rung) = (db.clone(), self.0.channel, self.0.rung.clone());
                tokio::spawn(listen(db, channel, rung)).abort_handle()
            });
        }
        self.0.rung.subscribe()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let Some(listening) = self.listening.get() {
            listening.abort();
        }
    }
}

/// Passes on what other processes announce, for as long as the bell is there.
async fn listen(db: DatabaseConnection, channel: &'static str, rung: watch::Sender<()>) {
    loop {
        let heard = async {
            let mut listener = PgListener::connect_with(db.get_postgres_connection_pool()).await?;
            listener.listen(channel).await?;
            loop {
                // What was announced before it listened, or while a connection was lost, is looked for as well.
                rung.send_replace(());
                listener.try_recv().await?;
            }
        };
        let ended: Result<(), sea_orm::sqlx::Error> = heard.await;
        tracing::warn!(channel, error = ?ended.err(), "the database is not listened to");
        tokio::time::sleep(LISTEN_AGAIN).await;
    }
}
