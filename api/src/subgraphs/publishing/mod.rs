//! The rules of publishing, which every kind of record shares: one record per source id, newer replaces older
//! as a whole, a repetition changes nothing, a withdrawn record is hidden at commit.

mod content_hash;
mod rows;
#[cfg(test)]
pub(in crate::subgraphs) mod test_kit;

use std::future::Future;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use uuid::Uuid;

pub(in crate::subgraphs) use content_hash::content_hash;
pub(in crate::subgraphs) use rows::{delete_rows, insert_head, insert_rows, numbered, replace_head};

use super::{
    Bell, StoreError,
    outbox::{self, Gebeurd},
};
use crate::domain::{InwonerId, PartijId, words};

words! {
    /// What became of a published record.
    PublicatieUitkomst {
        /// The first version of this record.
        Nieuw = "NIEUW",
        /// It replaced an older version.
        Bijgewerkt = "BIJGEWERKT",
        /// The same version was there already.
        Ongewijzigd = "ONGEWIJZIGD",
        /// A newer version was there already.
        Verouderd = "VEROUDERD",
        /// This version was withdrawn; only a newer one brings the record back.
        Teruggetrokken = "TERUGGETROKKEN",
    }
}

words! {
    /// What became of a withdrawal.
    TerugtrekUitkomst {
        /// From now on the record is hidden.
        Teruggetrokken = "TERUGGETROKKEN",
        /// It was hidden already.
        WasAlTeruggetrokken = "WAS_AL_TERUGGETROKKEN",
        /// This party has no record with this id.
        Onbekend = "ONBEKEND",
    }
}

/// The answer to a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The hub's id of the record: it stays the same over all versions.
    pub id: Uuid,
    /// What became of it.
    pub uitkomst: PublicatieUitkomst,
}

/// What became of it, and what happens by it.
type Change = (Published, Vec<Gebeurd>);

/// What the store holds of a record, as far as the rules need it.
pub(in crate::subgraphs) struct Stored {
    pub(in crate::subgraphs) id: Uuid,
    pub(in crate::subgraphs) versie: DateTime<Utc>,
    pub(in crate::subgraphs) inhoud_hash: String,
    pub(in crate::subgraphs) inwoners: Vec<String>,
    pub(in crate::subgraphs) is_withdrawn: bool,
}

/// What every record's own row says about the publication.
pub(in crate::subgraphs) struct Head {
    pub(in crate::subgraphs) id: Uuid,
    pub(in crate::subgraphs) versie: DateTime<Utc>,
    pub(in crate::subgraphs) inhoud_hash: String,
    pub(in crate::subgraphs) op: DateTime<Utc>,
}

/// A kind of record that parties publish: how it is found and written, while the rules stand here.
pub(in crate::subgraphs) trait Publication: Sync {
    fn bronhouder(&self) -> &PartijId;
    fn bron_id(&self) -> &str;
    fn versie(&self) -> DateTime<Utc>;
    /// Whom it is about, in the order published.
    fn inwoners(&self) -> &[InwonerId];
    fn content_hash(&self) -> Result<String, StoreError>;

    /// Finds the record and locks it until the transaction ends.
    fn find(
        tx: &DatabaseTransaction,
        bronhouder: &PartijId,
        bron_id: &str,
    ) -> impl Future<Output = Result<Option<Stored>, DbErr>> + Send;

    /// Writes a first version; `false` when another process was first.
    fn insert(
        &self,
        tx: &DatabaseTransaction,
        head: Head,
    ) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Writes this version in the place of the one that is there.
    fn replace(
        &self,
        tx: &DatabaseTransaction,
        head: Head,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What happens by this version, in comparison with the stored one: asked before it takes its place. `None` where
    /// nobody could see anything of it before.
    fn happened(
        &self,
        tx: &DatabaseTransaction,
        stored: Option<&Stored>,
    ) -> impl Future<Output = Result<Vec<Gebeurd>, DbErr>> + Send;

    /// Marks the record as withdrawn.
    fn hide(
        tx: &DatabaseTransaction,
        id: Uuid,
        reden: &str,
        op: DateTime<Utc>,
    ) -> impl Future<Output = Result<(), DbErr>> + Send;
}

/// Somebody who inserts at the same moment makes us look again; more than this never happens but by erasure.
const ATTEMPTS: usize = 3;

/// Publishes one record in a transaction of its own.
pub(in crate::subgraphs) async fn publish<P: Publication>(
    db: &DatabaseConnection,
    publication: &P,
    op: DateTime<Utc>,
) -> Result<Published, StoreError> {
    let tx = begin_writing(db).await?;
    let (published, gebeurd) = store(&tx, publication, op).await?;
    outbox::write(&tx, gebeurd, to_stored_precision(op)).await?;
    commit(tx).await?;
    Ok(published)
}

/// Publishes many records in one transaction, each whole or not at all; the results stand in the order given.
pub(in crate::subgraphs) async fn publish_many<P: Publication>(
    db: &DatabaseConnection,
    publications: &[P],
    op: DateTime<Utc>,
) -> Result<Vec<Result<Published, StoreError>>, StoreError> {
    let tx = begin_writing(db).await?;
    let mut results = Vec::with_capacity(publications.len());
    let mut all = Vec::new();
    for (place, publication) in in_lock_order(publications) {
        let stored = store_whole(&tx, publication, op).await?;
        let published = stored.map(|(published, gebeurd)| {
            all.extend(gebeurd);
            published
        });
        results.push((place, published));
    }
    outbox::write(&tx, all, to_stored_precision(op)).await?;
    commit(tx).await?;
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// Withdraws a record: hidden from everybody at commit.
pub(in crate::subgraphs) async fn withdraw<P: Publication>(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    bron_id: &str,
    reden: &str,
    op: DateTime<Utc>,
) -> Result<TerugtrekUitkomst, StoreError> {
    let tx = begin_writing(db).await?;
    let uitkomst = match P::find(&tx, bronhouder, bron_id).await? {
        None => TerugtrekUitkomst::Onbekend,
        Some(stored) if stored.is_withdrawn => TerugtrekUitkomst::WasAlTeruggetrokken,
        Some(stored) => {
            P::hide(&tx, stored.id, reden, to_stored_precision(op)).await?;
            TerugtrekUitkomst::Teruggetrokken
        }
    };
    commit(tx).await?;
    Ok(uitkomst)
}

/// Where processes that share a subgraph's records tell each other that some of them have changed.
pub(in crate::subgraphs) const CHANNEL: &str = "schakel_publicatie";

/// Commits, and says so to whoever waits for it in another process.
pub(in crate::subgraphs) async fn commit(tx: DatabaseTransaction) -> Result<(), DbErr> {
    Bell::announce(CHANNEL, &tx).await?;
    tx.commit().await
}

/// SQLite takes its one write lock here: a transaction that reads first and writes later could be refused half-way.
pub(in crate::subgraphs) async fn begin_writing(
    db: &DatabaseConnection,
) -> Result<DatabaseTransaction, DbErr> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    db.begin_with_options(options).await
}

/// Rows are locked in one order by everybody, so that two imports never wait for each other in a circle.
fn in_lock_order<P: Publication>(publications: &[P]) -> Vec<(usize, &P)> {
    let mut ordered: Vec<_> = publications.iter().enumerate().collect();
    ordered.sort_by_key(|(_, publication)| (publication.bronhouder(), publication.bron_id()));
    ordered
}

/// Stores one record of many: a savepoint takes back what a refused one has written.
async fn store_whole<P: Publication>(
    tx: &DatabaseTransaction,
    publication: &P,
    op: DateTime<Utc>,
) -> Result<Result<Change, StoreError>, StoreError> {
    let savepoint = tx.begin().await?;
    let result = store(&savepoint, publication, op).await;
    match result {
        Ok(_) => savepoint.commit().await?,
        Err(_) => savepoint.rollback().await?,
    }
    Ok(result)
}

async fn store<P: Publication>(
    tx: &DatabaseTransaction,
    publication: &P,
    op: DateTime<Utc>,
) -> Result<Change, StoreError> {
    let inhoud_hash = publication.content_hash()?;
    for _ in 0..ATTEMPTS {
        if let Some(stored) = P::find(tx, publication.bronhouder(), publication.bron_id()).await? {
            return store_next(tx, publication, stored, inhoud_hash, op).await;
        }
        let id = Uuid::now_v7();
        if publication
            .insert(tx, head(publication, id, inhoud_hash.clone(), op))
            .await?
        {
            let uitkomst = PublicatieUitkomst::Nieuw;
            let gebeurd = publication.happened(tx, None).await?;
            return Ok((Published { id, uitkomst }, gebeurd));
        }
    }
    Err(StoreError::Contended)
}

async fn store_next<P: Publication>(
    tx: &DatabaseTransaction,
    publication: &P,
    stored: Stored,
    inhoud_hash: String,
    op: DateTime<Utc>,
) -> Result<Change, StoreError> {
    let id = stored.id;
    let is_newer = to_stored_precision(publication.versie()) > stored.versie;
    if is_newer {
        let visible = Some(&stored).filter(|stored| !stored.is_withdrawn);
        let gebeurd = publication.happened(tx, visible).await?;
        publication
            .replace(tx, head(publication, id, inhoud_hash, op))
            .await?;
        let uitkomst = PublicatieUitkomst::Bijgewerkt;
        return Ok((Published { id, uitkomst }, gebeurd));
    }
    let uitkomst = compare(publication, &stored, &inhoud_hash)?;
    Ok((Published { id, uitkomst }, Vec::new()))
}

/// What a version is that isn't newer than the stored one.
fn compare<P: Publication>(
    publication: &P,
    stored: &Stored,
    inhoud_hash: &str,
) -> Result<PublicatieUitkomst, StoreError> {
    if to_stored_precision(publication.versie()) < stored.versie {
        return Ok(PublicatieUitkomst::Verouderd);
    }
    let same_people = publication
        .inwoners()
        .iter()
        .map(InwonerId::as_str)
        .eq(stored.inwoners.iter());
    if !same_people || stored.inhoud_hash != inhoud_hash {
        return Err(StoreError::VersieConflict);
    }
    Ok(if stored.is_withdrawn {
        PublicatieUitkomst::Teruggetrokken
    } else {
        PublicatieUitkomst::Ongewijzigd
    })
}

fn head<P: Publication>(publication: &P, id: Uuid, inhoud_hash: String, op: DateTime<Utc>) -> Head {
    let versie = to_stored_precision(publication.versie());
    Head {
        id,
        versie,
        inhoud_hash,
        op: to_stored_precision(op),
    }
}

/// PostgreSQL keeps microseconds: a finer version would never equal itself again.
pub(in crate::subgraphs) fn to_stored_precision(time: DateTime<Utc>) -> DateTime<Utc> {
    time.trunc_subsecs(6)
}
