//! Records whose time is over: an eraser per room takes them away whole, as the inrichting says (AVG art. 5 lid 1 onder e).
//!
//! Nothing that runs, or of which no end is known, is ever touched: only the day of a record's end counts. Nobody who saw
//! it is told, since nothing of it was wrong; who may see it is told by its absence, as of any record that isn't there.

mod eraser;
mod overview;

pub use eraser::{BewaarError, Eraser};
pub use overview::Vooruitblik;

use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{DatabaseConnection, DbErr};

use super::publishing::{self, Ended, Expiring, Of};
use crate::domain::{PartijId, RecordSoort};

/// A kind of thing that an owner keeps for a while after its end.
#[async_trait::async_trait]
pub(in crate::subgraphs) trait Bewaring: Send + Sync + 'static {
    /// By the term of which kind of record.
    fn soort(&self) -> RecordSoort;

    /// What it is, in words of the field.
    fn naam(&self) -> &'static str {
        self.soort().word()
    }

    /// What of an owner ended.
    async fn ended(&self, db: &DatabaseConnection, bronhouder: &PartijId) -> Result<Vec<Ended>, DbErr>;

    /// Erases one, when it still is one that ended on this day or before; whether it was erased.
    async fn expire(
        &self,
        db: &DatabaseConnection,
        (bronhouder, bron_id): (&PartijId, &str),
        grens: NaiveDate,
        op: DateTime<Utc>,
    ) -> Result<bool, DbErr>;
}

/// Records that parties publish.
pub(in crate::subgraphs) struct Records<P>(PhantomData<fn() -> P>);

impl<P> Default for Records<P> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

#[async_trait::async_trait]
impl<P: Expiring + 'static> Bewaring for Records<P> {
    fn soort(&self) -> RecordSoort {
        P::SOORT
    }

    async fn ended(&self, db: &DatabaseConnection, bronhouder: &PartijId) -> Result<Vec<Ended>, DbErr> {
        P::ended(db, Of::Bronhouder(bronhouder)).await
    }

    async fn expire(
        &self,
        db: &DatabaseConnection,
        (bronhouder, bron_id): (&PartijId, &str),
        grens: NaiveDate,
        op: DateTime<Utc>,
    ) -> Result<bool, DbErr> {
        publishing::expire::<P>(db, bronhouder, bron_id, grens, op).await
    }
}
