//! The records that parties publish, and referrals.

use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, Utc};
use schakel_entity::{
    buurtteam::dossier as buurtteamdossier,
    srw::{dossier as srw_dossier, indiening, stap, verwijzing},
    trajectbegeleiding::traject,
};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, sea_query::Query,
};
use uuid::Uuid;

use super::Kept;
use crate::{
    clock::day_in_amsterdam,
    domain::Fase,
    publication::{DossierStatus, SUBMITTED, VerwijzingStatus},
    subgraphs::{
        buurtteam::ReadyBuurtteamdossier,
        common::words::partij_id,
        publishing::Publication,
        rectificaties::{mark, vanish},
        srw::{self, ReadySrwDossier},
        trajectbegeleiding::ReadyTraject,
    },
};

/// On which ground the mark of a record says that it was erased.
const KEPT_LONG_ENOUGH: &str = "BEWAARTERMIJN";

/// A kind of published record: what is due of it.
pub(super) trait Expiring: Publication + Send + 'static {
    /// The record's own row.
    type Head: EntityTrait;
    /// The columns of its id, its owner and its id at the source.
    fn columns() -> [<Self::Head as EntityTrait>::Column; 3];
    /// What was over before this moment.
    fn over(before: DateTime<Utc>) -> Condition;
}

/// Records of one kind. Who saw them isn't told: it would tell them when it was over.
pub(super) struct Records<P>(PhantomData<fn() -> P>);

impl<P> Records<P> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}

#[async_trait::async_trait]
impl<P: Expiring> Kept for Records<P>
where
    <P::Head as EntityTrait>::Model: Sync,
{
    async fn count(&self, db: &DatabaseConnection, before: DateTime<Utc>) -> Result<u64, DbErr> {
        P::Head::find().filter(P::over(before)).count(db).await
    }

    async fn erase(
        &self,
        tx: &DatabaseTransaction,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
        most: u64,
    ) -> Result<u64, DbErr> {
        let [id, bronhouder, bron_id] = P::columns();
        let due: Vec<Uuid> = P::Head::find()
            .select_only()
            .column(id)
            .filter(P::over(before))
            .order_by_asc(id)
            .limit(most)
            .lock_exclusive()
            .into_tuple()
            .all(tx)
            .await?;
        // What was published again before the lock was ours is not over any more.
        let due: Vec<(Uuid, String, String)> = P::Head::find()
            .select_only()
            .columns([id, bronhouder, bron_id])
            .filter(id.is_in(due))
            .filter(P::over(before))
            .into_tuple()
            .all(tx)
            .await?;
        for (id, bronhouder, bron_id) in &due {
            P::erase(tx, *id, now).await?;
            vanish(tx, *id, &[]).await?;
            mark(
                tx,
                (P::SOORT, &partij_id(bronhouder)?, bron_id),
                KEPT_LONG_ENOUGH,
                now,
            )
            .await?;
        }
        Ok(due.len() as u64)
    }
}

fn day(before: DateTime<Utc>) -> NaiveDate {
    day_in_amsterdam(before)
}

impl Expiring for ReadyTraject {
    type Head = traject::Entity;

    fn columns() -> [traject::Column; 3] {
        [
            traject::Column::Id,
            traject::Column::Bronhouder,
            traject::Column::BronId,
        ]
    }

    fn over(before: DateTime<Utc>) -> Condition {
        use traject::Column::{
            Fase as Phase, FaseSinds, NazorgEinde, NazorgStart, TeruggetrokkenOp, UitstroomDatum,
        };
        let ended = Condition::all()
            .add(Phase.eq(Fase::Afgesloten.word()))
            .add(FaseSinds.lt(day(before)))
            .add(
                Condition::any()
                    .add(UitstroomDatum.is_null())
                    .add(UitstroomDatum.lt(day(before))),
            )
            .add(
                Condition::any()
                    .add(NazorgStart.is_null())
                    .add(NazorgEinde.lt(day(before))),
            );
        Condition::any().add(TeruggetrokkenOp.lt(before)).add(ended)
    }
}

impl Expiring for ReadyBuurtteamdossier {
    type Head = buurtteamdossier::Entity;

    fn columns() -> [buurtteamdossier::Column; 3] {
        use buurtteamdossier::Column::{BronId, Bronhouder, Id};
        [Id, Bronhouder, BronId]
    }

    fn over(before: DateTime<Utc>) -> Condition {
        use buurtteamdossier::Column::{GeslotenOp, Status, TeruggetrokkenOp};
        let closed = Condition::all()
            .add(Status.eq(DossierStatus::Gesloten.word()))
            .add(GeslotenOp.lt(day(before)));
        Condition::any().add(TeruggetrokkenOp.lt(before)).add(closed)
    }
}

impl Expiring for ReadySrwDossier {
    type Head = srw_dossier::Entity;

    fn columns() -> [srw_dossier::Column; 3] {
        use srw_dossier::Column::{BronId, Bronhouder, Id};
        [Id, Bronhouder, BronId]
    }

    fn over(before: DateTime<Utc>) -> Condition {
        use srw_dossier::Column::{BronId, GepubliceerdOp, Id, TeruggetrokkenOp};
        let not_over = Query::select()
            .column(verwijzing::Column::Dossier)
            .from(verwijzing::Entity)
            .cond_where(
                Condition::any()
                    .add(verwijzing::Column::AfgerondOp.is_null())
                    .add(verwijzing::Column::AfgerondOp.gte(day(before))),
            )
            .take();
        let ended = Condition::all()
            .add(GepubliceerdOp.lt(before))
            .add(Id.not_in_subquery(not_over));
        // What was submitted through the hub is a kind of its own.
        Condition::all()
            .add(BronId.not_like(format!("{SUBMITTED}%")))
            .add(Condition::any().add(TeruggetrokkenOp.lt(before)).add(ended))
    }
}

/// Referrals that were submitted through the hub, erased to both sides. One that a source keeps goes with its dossier.
pub(super) struct Verwijzingen;

const FINAL: [VerwijzingStatus; 3] = [
    VerwijzingStatus::Afgerond,
    VerwijzingStatus::Geweigerd,
    VerwijzingStatus::Ingetrokken,
];

impl Verwijzingen {
    fn over(before: DateTime<Utc>) -> Condition {
        let steps = |which: Condition| {
            Query::select()
                .column(stap::Column::Indiening)
                .from(stap::Entity)
                .cond_where(which)
                .take()
        };
        let is_final = stap::Column::Status.is_in(FINAL.map(VerwijzingStatus::word));
        Condition::all()
            .add(indiening::Column::BronHoudtBij.eq(false))
            .add(indiening::Column::Id.in_subquery(steps(Condition::all().add(is_final))))
            .add(
                indiening::Column::Id
                    .not_in_subquery(steps(Condition::all().add(stap::Column::Op.gte(before)))),
            )
    }
}

#[async_trait::async_trait]
impl Kept for Verwijzingen {
    async fn count(&self, db: &DatabaseConnection, before: DateTime<Utc>) -> Result<u64, DbErr> {
        indiening::Entity::find()
            .filter(Self::over(before))
            .count(db)
            .await
    }

    async fn erase(
        &self,
        tx: &DatabaseTransaction,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
        most: u64,
    ) -> Result<u64, DbErr> {
        let due: Vec<Uuid> = indiening::Entity::find()
            .select_only()
            .column(indiening::Column::Id)
            .filter(Self::over(before))
            .limit(most)
            .lock_exclusive()
            .into_tuple()
            .all(tx)
            .await?;
        // A step that was taken before the lock was ours counts anew.
        let due: Vec<Uuid> = indiening::Entity::find()
            .select_only()
            .column(indiening::Column::Id)
            .filter(indiening::Column::Id.is_in(due))
            .filter(Self::over(before))
            .into_tuple()
            .all(tx)
            .await?;
        for id in &due {
            srw::erase_submitted(tx, *id, KEPT_LONG_ENOUGH, now).await?;
        }
        Ok(due.len() as u64)
    }
}
