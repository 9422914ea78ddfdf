//! Takes in what parties publish of their trajecten.

mod happened;
mod parts;
mod row;
#[cfg(test)]
mod tests;

use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::trajectbegeleiding::{client, termijnstand, traject};
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Expr,
};
use uuid::Uuid;

pub(super) use happened::nazorg_gestart;

use super::{bewaren, melding, vroegsignaal};
use crate::{
    domain::{InwonerId, NazorgProduct, PartijId, RecordSoort},
    publication::TrajectInvoer,
    subgraphs::{
        StoreError,
        outbox::{Gebeurd, Herkomst},
        publishing::{
            self, Head, Moment, Publication, Published, Stored, content_hash, delete_rows, insert_head,
            replace_head,
        },
    },
};

/// A checked traject whose clients are known.
#[derive(Clone, Debug)]
pub struct ReadyTraject {
    /// The party that publishes it, and owns it from now on.
    pub bronhouder: PartijId,
    /// Its clients by their present ids, in the order of `invoer.clienten`.
    pub clienten: Vec<InwonerId>,
    /// What the source says.
    pub invoer: TrajectInvoer,
    /// Which of its products of aftercare can't be had in this municipality on the day on which it is published.
    pub niet_beschikbaar: Vec<NazorgProduct>,
    /// Whether it is labelled test data.
    pub is_test: bool,
}

/// Takes in one traject: newer replaces older as a whole, a repetition changes nothing.
///
/// # Errors
/// [`StoreError::VersieConflict`] when the same version came before with another content.
pub async fn publish(
    db: &DatabaseConnection,
    publication: ReadyTraject,
    moment: impl Into<Moment>,
) -> Result<Published, StoreError> {
    publishing::publish(db, &publication, moment).await
}

/// Takes in many trajecten in one transaction, for imports: each whole or not at all, the results in the order given.
///
/// # Errors
/// Where the transaction itself fails: then nothing was taken in.
pub async fn publish_many(
    db: &DatabaseConnection,
    publications: &[ReadyTraject],
    moment: impl Into<Moment>,
) -> Result<Vec<Result<Published, StoreError>>, StoreError> {
    publishing::publish_many(db, publications, moment).await
}

/// Of whom these trajecten are in sight, and won't be any more when they are published.
///
/// # Errors
/// What the database says.
pub async fn leaving(
    db: &DatabaseConnection,
    publications: &[ReadyTraject],
) -> Result<Vec<InwonerId>, StoreError> {
    Ok(publishing::find_leaving(db, publications).await?)
}

impl Publication for ReadyTraject {
    const SOORT: RecordSoort = RecordSoort::Traject;

    fn bronhouder(&self) -> &PartijId {
        &self.bronhouder
    }

    fn bron_id(&self) -> &str {
        &self.invoer.bron_id
    }

    fn versie(&self) -> DateTime<Utc> {
        self.invoer.versie
    }

    fn inwoners(&self) -> &[InwonerId] {
        &self.clienten
    }

    fn content_hash(&self) -> Result<String, StoreError> {
        content_hash(&self.invoer)
    }

    fn einde(&self) -> Option<NaiveDate> {
        bewaren::einde(&self.invoer)
    }

    async fn find(
        tx: &DatabaseTransaction,
        bronhouder: &PartijId,
        bron_id: &str,
    ) -> Result<Option<Stored>, DbErr> {
        let found = traject::Entity::find()
            .filter(traject::COLUMN.bronhouder.eq(bronhouder.as_str()))
            .filter(traject::COLUMN.bron_id.eq(bron_id))
            .lock_exclusive()
            .one(tx)
            .await?;
        let Some(row) = found else { return Ok(None) };
        Ok(Some(Stored {
            inwoners: find_clients(tx, row.id).await?,
            id: row.id,
            versie: row.versie,
            inhoud_hash: row.inhoud_hash,
            is_withdrawn: row.teruggetrokken_op.is_some(),
            gepubliceerd_op: row.gepubliceerd_op,
        }))
    }

    async fn insert(&self, tx: &DatabaseTransaction, head: Head) -> Result<bool, StoreError> {
        let (id, op) = (head.id, head.op);
        let unique = [traject::Column::Bronhouder, traject::Column::BronId];
        let is_first = insert_head(tx, row::traject(self, head)?, unique).await?;
        if is_first {
            parts::insert(tx, id, self).await?;
            self.note(tx, id, op).await?;
        }
        Ok(is_first)
    }

    async fn replace(&self, tx: &DatabaseTransaction, head: Head) -> Result<(), StoreError> {
        let (id, op) = (head.id, head.op);
        replace_head::<traject::Entity>(tx, row::traject(self, head)?).await?;
        parts::delete(tx, id).await?;
        parts::insert(tx, id, self).await?;
        self.note(tx, id, op).await?;
        Ok(())
    }

    async fn happened(
        &self,
        tx: &DatabaseTransaction,
        id: Uuid,
        stored: Option<&Stored>,
    ) -> Result<Vec<Gebeurd>, DbErr> {
        happened::derive(tx, id, self, stored).await
    }

    async fn heard(tx: &DatabaseTransaction, id: Uuid, op: DateTime<Utc>) -> Result<(), DbErr> {
        traject::Entity::update_many()
            .col_expr(traject::Column::GehoordOp, Expr::value(op))
            .filter(traject::COLUMN.id.eq(id))
            .exec(tx)
            .await?;
        Ok(())
    }

    async fn hide(tx: &DatabaseTransaction, id: Uuid, reden: &str, op: DateTime<Utc>) -> Result<(), DbErr> {
        traject::Entity::update_many()
            .col_expr(traject::Column::TeruggetrokkenOp, Expr::value(op))
            .col_expr(traject::Column::TerugtrekReden, Expr::value(reden))
            .filter(traject::COLUMN.id.eq(id))
            .exec(tx)
            .await?;
        melding::end_for_others(tx, id, &[], op).await?;
        vroegsignaal::release(tx, id).await?;
        delete_rows(tx, termijnstand::Column::Traject, id).await
    }

    async fn erase(tx: &DatabaseTransaction, id: Uuid, op: DateTime<Utc>) -> Result<Vec<Herkomst>, DbErr> {
        // The register is told that it ended: a grant may hang on it.
        melding::end_for_others(tx, id, &[], op).await?;
        vroegsignaal::release(tx, id).await?;
        delete_rows(tx, termijnstand::Column::Traject, id).await?;
        parts::delete(tx, id).await?;
        delete_rows(tx, traject::Column::Id, id).await?;
        melding::forget_erased(tx).await?;
        Ok(Vec::new())
    }
}

impl ReadyTraject {
    async fn note(&self, tx: &DatabaseTransaction, id: Uuid, op: DateTime<Utc>) -> Result<(), DbErr> {
        let einde = melding::einde(&self.invoer);
        melding::note(tx, id, &self.bronhouder, &self.clienten, einde, op).await
    }
}

async fn find_clients(tx: &DatabaseTransaction, id: Uuid) -> Result<Vec<String>, DbErr> {
    client::Entity::find()
        .select_only()
        .column(client::Column::Inwoner)
        .filter(client::COLUMN.traject.eq(id))
        .order_by_asc(client::Column::Volgnummer)
        .into_tuple()
        .all(tx)
        .await
}
