//! The rules of publishing, which every kind of record shares: one record per source id, newer replaces older
//! as a whole, a repetition changes nothing, a withdrawn record is hidden at commit.

mod content_hash;
mod expiring;
mod moment;
mod revoking;
mod rows;
#[cfg(test)]
pub(in crate::subgraphs) mod test_kit;

use std::future::Future;

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use uuid::Uuid;

pub(in crate::subgraphs) use content_hash::content_hash;
pub(in crate::subgraphs) use expiring::{Ended, Expiring, Of, expire};
pub use moment::Moment;
pub use revoking::{RechtzetUitkomst, TerugtrekUitkomst, WisUitkomst, Wisgrond};
pub(in crate::subgraphs) use revoking::{erase, rectify, residents, withdraw};
pub(in crate::subgraphs) use rows::{delete_rows, insert_head, insert_rows, numbered, replace_head};

use super::{
    Bell, StoreError,
    outbox::{self, Gebeurd, Herkomst},
    rectificaties::{self, Gewist, RectificatieSoort, Revoked, appear, find_mark, leaving, unmark, vanish},
};
use crate::domain::{Gegevensgroep, InwonerId, PartijId, RecordSoort, words};

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
        /// The record was erased for good: no version of it comes back.
        Gewist = "GEWIST",
        /// What this version tells has ended, and its time is over: it isn't kept any more.
        BewaartermijnVerstreken = "BEWAARTERMIJN_VERSTREKEN",
    }
}

/// The answer to a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The hub's id of the record: it stays the same over all versions; nil where it was erased.
    pub id: Uuid,
    /// What became of it.
    pub uitkomst: PublicatieUitkomst,
}

/// What became of a publication, and what comes of that.
struct Change {
    published: Published,
    /// What happens by it.
    gebeurd: Vec<Gebeurd>,
    /// What of the record holds no longer.
    revoked: Vec<Revoked>,
}

impl Change {
    fn nothing(id: Uuid, uitkomst: PublicatieUitkomst) -> Self {
        Self {
            published: Published { id, uitkomst },
            gebeurd: Vec::new(),
            revoked: Vec::new(),
        }
    }
}

/// What the store holds of a record, as far as the rules need it.
pub(in crate::subgraphs) struct Stored {
    pub(in crate::subgraphs) id: Uuid,
    pub(in crate::subgraphs) versie: DateTime<Utc>,
    pub(in crate::subgraphs) inhoud_hash: String,
    pub(in crate::subgraphs) inwoners: Vec<String>,
    pub(in crate::subgraphs) is_withdrawn: bool,
    /// When the hub took in this version.
    pub(in crate::subgraphs) gepubliceerd_op: DateTime<Utc>,
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
    /// Of which kind.
    const SOORT: RecordSoort;

    fn bronhouder(&self) -> &PartijId;
    fn bron_id(&self) -> &str;
    fn versie(&self) -> DateTime<Utc>;
    /// Whom it is about, in the order published.
    fn inwoners(&self) -> &[InwonerId];
    fn content_hash(&self) -> Result<String, StoreError>;
    /// On which day what it tells ended; `None` while it runs.
    fn einde(&self) -> Option<NaiveDate>;

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

    /// What happens by this version of the record with this id, in comparison with the stored one: asked before it takes its
    /// place. `None` where nobody could see anything of it before.
    fn happened(
        &self,
        tx: &DatabaseTransaction,
        id: Uuid,
        stored: Option<&Stored>,
    ) -> impl Future<Output = Result<Vec<Gebeurd>, DbErr>> + Send;

    /// Notes that its source told it again, unchanged: it isn't silent.
    fn heard(
        tx: &DatabaseTransaction,
        id: Uuid,
        op: DateTime<Utc>,
    ) -> impl Future<Output = Result<(), DbErr>> + Send;

    /// Marks the record as withdrawn.
    fn hide(
        tx: &DatabaseTransaction,
        id: Uuid,
        reden: &str,
        op: DateTime<Utc>,
    ) -> impl Future<Output = Result<(), DbErr>> + Send;

    /// Erases the record for good, with all that was taken in with it: what went with it and was a record of its own.
    fn erase(
        tx: &DatabaseTransaction,
        id: Uuid,
        op: DateTime<Utc>,
    ) -> impl Future<Output = Result<Vec<Herkomst>, DbErr>> + Send;
}

/// Somebody who inserts at the same moment makes us look again; more than this never happens but by erasure.
const ATTEMPTS: usize = 3;

/// Publishes one record in a transaction of its own.
pub(in crate::subgraphs) async fn publish<P: Publication>(
    db: &DatabaseConnection,
    publication: &P,
    moment: impl Into<Moment>,
) -> Result<Published, StoreError> {
    let Moment { op, names } = moment.into();
    let tx = begin_writing(db).await?;
    let change = store(&tx, publication, op).await?;
    let op = to_stored_precision(op);
    rectificaties::write(&tx, change.revoked, &names, op).await?;
    outbox::write(&tx, change.gebeurd, op).await?;
    commit(tx).await?;
    Ok(change.published)
}

/// Publishes many records in one transaction, each whole or not at all; the results stand in the order given.
pub(in crate::subgraphs) async fn publish_many<P: Publication>(
    db: &DatabaseConnection,
    publications: &[P],
    moment: impl Into<Moment>,
) -> Result<Vec<Result<Published, StoreError>>, StoreError> {
    let Moment { op, names } = moment.into();
    let tx = begin_writing(db).await?;
    let mut results = Vec::with_capacity(publications.len());
    let (mut gebeurd, mut revoked) = (Vec::new(), Vec::new());
    for (place, publication) in in_lock_order(publications) {
        let stored = store_whole(&tx, publication, op).await?;
        let published = stored.map(|change| {
            gebeurd.extend(change.gebeurd);
            revoked.extend(change.revoked);
            change.published
        });
        results.push((place, published));
    }
    let op = to_stored_precision(op);
    rectificaties::write(&tx, revoked, &names, op).await?;
    outbox::write(&tx, gebeurd, op).await?;
    commit(tx).await?;
    results.sort_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}

/// Of whom these records of an owner are in sight, and won't be any more when they are published.
pub(in crate::subgraphs) async fn find_leaving<P: Publication>(
    db: &DatabaseConnection,
    publications: &[P],
) -> Result<Vec<InwonerId>, DbErr> {
    let Some(bronhouder) = publications.first().map(Publication::bronhouder) else {
        return Ok(Vec::new());
    };
    let next: Vec<_> = publications
        .iter()
        .map(|publication| (publication.bron_id(), publication.inwoners()))
        .collect();
    leaving(db, bronhouder, &next).await
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
    let (bronhouder, bron_id) = (publication.bronhouder(), publication.bron_id());
    for _ in 0..ATTEMPTS {
        if let Some(stored) = P::find(tx, bronhouder, bron_id).await? {
            return store_next(tx, publication, stored, inhoud_hash, op).await;
        }
        let what = (P::SOORT, bronhouder, bron_id);
        if let Some(mark) = find_mark(tx, what).await? {
            let versie = to_stored_precision(publication.versie());
            if mark.keeps_away(versie, publication.einde()) {
                return Ok(Change::nothing(Uuid::nil(), kept_away(mark)));
            }
            unmark(tx, what).await?;
        }
        let id = Uuid::now_v7();
        let gebeurd = publication.happened(tx, id, None).await?;
        if publication
            .insert(tx, head(publication, id, inhoud_hash.clone(), op))
            .await?
        {
            appear_for(tx, publication, id, op).await?;
            return Ok(Change {
                gebeurd,
                ..Change::nothing(id, PublicatieUitkomst::Nieuw)
            });
        }
    }
    Err(StoreError::Contended)
}

const fn kept_away(mark: Gewist) -> PublicatieUitkomst {
    match mark {
        Gewist::VoorGoed => PublicatieUitkomst::Gewist,
        Gewist::Verstreken(_) => PublicatieUitkomst::BewaartermijnVerstreken,
    }
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
        let gebeurd = publication.happened(tx, id, visible).await?;
        publication
            .replace(tx, head(publication, id, inhoud_hash, op))
            .await?;
        return Ok(Change {
            gebeurd,
            revoked: move_away(tx, publication, id, op).await?,
            ..Change::nothing(id, PublicatieUitkomst::Bijgewerkt)
        });
    }
    let uitkomst = compare(publication, &stored, &inhoud_hash)?;
    if uitkomst == PublicatieUitkomst::Ongewijzigd {
        P::heard(tx, id, to_stored_precision(op)).await?;
    }
    Ok(Change::nothing(id, uitkomst))
}

async fn appear_for<P: Publication>(
    tx: &DatabaseTransaction,
    publication: &P,
    id: Uuid,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    let source = (publication.bronhouder(), publication.bron_id());
    appear(tx, id, source, publication.inwoners(), to_stored_precision(op)).await
}

/// About whom the record was and is no more: for them it is withdrawn. A wrong number is a leak, and whoever was misled
/// hears nothing of whom it is about instead.
async fn move_away<P: Publication>(
    tx: &DatabaseTransaction,
    publication: &P,
    id: Uuid,
    op: DateTime<Utc>,
) -> Result<Vec<Revoked>, DbErr> {
    let gone = vanish(tx, id, publication.inwoners()).await?;
    appear_for(tx, publication, id, op).await?;
    let op = to_stored_precision(op);
    let revoked = gone.into_iter().map(|(inwoner, van)| Revoked {
        record: id,
        bronhouder: publication.bronhouder().clone(),
        inwoner,
        soort: RectificatieSoort::Terugtrekking,
        groepen: Gegevensgroep::of_soort(P::SOORT).collect(),
        van,
        tot: op,
    });
    Ok(revoked.collect())
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
