//! Open streams: what wakes them, and how long what they told still holds. A stream goes the way of a request
//! again for each message; here stands only when.

mod follow;
mod lasting;
mod open;

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

use sea_orm::{DatabaseConnection, DbErr};
use tokio::task::AbortHandle;

pub use lasting::Lasting;
use open::Open;
pub use open::Watching;

use super::Bell;
use crate::{domain::InwonerId, register::Register};

/// The records of a room, as far as its open streams must know whether they changed.
#[async_trait::async_trait]
pub trait Standen: Send + Sync + 'static {
    /// A number per resident that changes whenever one of their records does; of what stands in them it tells
    /// nothing. Absent where there are none.
    ///
    /// # Errors
    /// When the database cannot be read.
    async fn standen(&self, inwoners: &[InwonerId]) -> Result<HashMap<InwonerId, u64>, DbErr>;
}

/// The open streams of one room. They are woken when the register changes for their residents, and when records of
/// theirs do; when the register is lost, they end.
#[derive(Clone)]
pub struct Streams(Arc<Inner>);

struct Inner {
    db: DatabaseConnection,
    bell: Bell,
    register: Arc<dyn Register>,
    records: Arc<dyn Standen>,
    open: Arc<Open>,
    following: OnceLock<[AbortHandle; 2]>,
}

impl Streams {
    /// No streams yet, of a room with these records; `bell` rings when some were committed.
    pub fn new(
        db: DatabaseConnection,
        bell: Bell,
        register: Arc<dyn Register>,
        records: Arc<dyn Standen>,
    ) -> Self {
        Self(Arc::new(Inner {
            db,
            bell,
            register,
            records,
            open: Arc::default(),
            following: OnceLock::new(),
        }))
    }

    /// Says that records were published or withdrawn in this process: after the commit.
    pub fn published(&self) {
        self.0.bell.ring();
    }

    /// Watches residents from now on. What is decided and loaded after this, and changes later, is heard of.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn watch(&self, inwoners: impl IntoIterator<Item = InwonerId>) -> Result<Watching, DbErr> {
        self.follow();
        let mut watching = Watching::new(Arc::clone(&self.0.open), Arc::clone(&self.0.records));
        watching.also(inwoners).await?;
        Ok(watching)
    }

    /// A process without streams follows nothing.
    fn follow(&self) {
        self.0.following.get_or_init(|| {
            let Inner {
                db,
                bell,
                register,
                records,
                open,
                ..
            } = &*self.0;
            let register = follow::register(Arc::clone(register), Arc::clone(open));
            let records = follow::records(bell.hear(db), Arc::clone(records), Arc::clone(open));
            [tokio::spawn(register), tokio::spawn(records)].map(|task| task.abort_handle())
        });
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        for task in self.following.get().into_iter().flatten() {
            task.abort();
        }
    }
}
