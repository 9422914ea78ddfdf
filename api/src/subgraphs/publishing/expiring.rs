//! Records whose time is over: erased whole, as at somebody's request, but nobody is told: nothing of them was wrong.

use std::future::Future;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};
use uuid::Uuid;

use super::{Publication, begin_writing, commit, to_stored_precision};
use crate::{
    domain::PartijId,
    subgraphs::{
        outbox::{self, Herkomst},
        rectificaties::{Verstreken, mark_expired, vanish},
    },
};

/// A record that ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::subgraphs) struct Ended {
    /// The source's own id.
    pub(in crate::subgraphs) bron_id: String,
    /// On which day it ended; a withdrawn one at its withdrawal at the latest.
    pub(in crate::subgraphs) einde: NaiveDate,
}

/// Of which records is asked.
#[derive(Clone, Copy, Debug)]
pub(in crate::subgraphs) enum Of<'a> {
    /// Those of this owner.
    Bronhouder(&'a PartijId),
    /// This one.
    Record(Uuid),
}

/// A kind of record that ends, and is kept for a while after that.
pub(in crate::subgraphs) trait Expiring: Publication {
    /// Those that ended. What runs, or of which no end is known, is none of them.
    fn ended(db: &impl ConnectionTrait, of: Of<'_>)
    -> impl Future<Output = Result<Vec<Ended>, DbErr>> + Send;
}

/// Erases a record that ended on this day or before: looked at under its lock, since its source may have published it anew
/// meanwhile. Whether it was erased.
pub(in crate::subgraphs) async fn expire<P: Expiring>(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    bron_id: &str,
    grens: NaiveDate,
    op: DateTime<Utc>,
) -> Result<bool, DbErr> {
    let op = to_stored_precision(op);
    let tx = begin_writing(db).await?;
    let Some(stored) = P::find(&tx, bronhouder, bron_id).await? else {
        return Ok(false);
    };
    let ended = P::ended(&tx, Of::Record(stored.id)).await?;
    if !ended.iter().any(|one| one.einde <= grens) {
        return Ok(false);
    }
    let mut gone = P::erase(&tx, stored.id, op).await?;
    let verstreken = Verstreken {
        versie: stored.versie,
        grens,
    };
    mark_expired(&tx, (P::SOORT, bronhouder, bron_id), verstreken, op).await?;
    let of_record = vanish(&tx, stored.id, &[]).await?;
    gone.extend(
        of_record
            .iter()
            .map(|(inwoner, _)| Herkomst::of(stored.id, inwoner)),
    );
    outbox::retract(&tx, gone, op).await?;
    commit(tx).await?;
    Ok(true)
}
