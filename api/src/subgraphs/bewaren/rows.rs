//! Rows that go as a whole.

use chrono::{DateTime, Utc};
use schakel_entity::{
    outbox::signaalgebeurtenis,
    rectificatie::{herroeping, rectificatie},
    signalen::signaal,
    toestemming::{aanvraag, koppelcode, ontvangstbewijs},
};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect,
    sea_query::{Query, SelectStatement},
};
use uuid::Uuid;

use super::Kept;

/// Rows of one table, known by one column.
pub(super) struct Rows<E: EntityTrait> {
    key: E::Column,
    over: fn(DateTime<Utc>) -> Condition,
}

/// What the clock made happen stays: by its key it happens once.
pub(super) fn signaalgebeurtenissen() -> Rows<signaalgebeurtenis::Entity> {
    use signaalgebeurtenis::Column::{Op, Sleutel, Volgnummer};
    Rows {
        key: Volgnummer,
        over: |before| Condition::all().add(Op.lt(before)).add(Sleutel.is_null()),
    }
}

pub(super) fn signalen() -> Rows<signaal::Entity> {
    Rows {
        key: signaal::Column::Id,
        over: |before| Condition::all().add(signaal::Column::Op.lt(before)),
    }
}

pub(super) fn koppelcodes() -> Rows<koppelcode::Entity> {
    Rows {
        key: koppelcode::Column::CodeHash,
        over: |before| Condition::all().add(koppelcode::Column::GeldigTot.lt(before)),
    }
}

pub(super) fn ontvangstbewijzen() -> Rows<ontvangstbewijs::Entity> {
    Rows {
        key: ontvangstbewijs::Column::CodeHash,
        over: |before| Condition::all().add(ontvangstbewijs::Column::UitgegevenOp.lt(before)),
    }
}

pub(super) fn aanvragen() -> Rows<aanvraag::Entity> {
    Rows {
        key: aanvraag::Column::Resultaat,
        over: |before| Condition::all().add(aanvraag::Column::Op.lt(before)),
    }
}

impl<E: EntityTrait> Rows<E> {
    /// The keys of at most so many that are over.
    fn due(&self, before: DateTime<Utc>, most: u64) -> SelectStatement {
        Query::select()
            .column(self.key)
            .from(E::default())
            .cond_where((self.over)(before))
            .limit(most)
            .take()
    }
}

#[async_trait::async_trait]
impl<E: EntityTrait> Kept for Rows<E>
where
    E::Model: Sync,
    E::Column: Send + Sync,
{
    async fn count(&self, db: &DatabaseConnection, before: DateTime<Utc>) -> Result<u64, DbErr> {
        E::find().filter((self.over)(before)).count(db).await
    }

    async fn erase(
        &self,
        tx: &DatabaseTransaction,
        before: DateTime<Utc>,
        _: DateTime<Utc>,
        most: u64,
    ) -> Result<u64, DbErr> {
        let erased = E::delete_many()
            .filter(self.key.in_subquery(self.due(before, most)))
            .filter((self.over)(before))
            .exec(tx)
            .await?;
        Ok(erased.rows_affected)
    }
}

/// What was revoked, with what its receivers heard of it, confirmed or not.
pub(super) struct Rectificaties;

#[async_trait::async_trait]
impl Kept for Rectificaties {
    async fn count(&self, db: &DatabaseConnection, before: DateTime<Utc>) -> Result<u64, DbErr> {
        let over = herroeping::Column::Op.lt(before);
        herroeping::Entity::find().filter(over).count(db).await
    }

    async fn erase(
        &self,
        tx: &DatabaseTransaction,
        before: DateTime<Utc>,
        _: DateTime<Utc>,
        most: u64,
    ) -> Result<u64, DbErr> {
        let due: Vec<Uuid> = herroeping::Entity::find()
            .select_only()
            .column(herroeping::Column::Id)
            .filter(herroeping::Column::Op.lt(before))
            .limit(most)
            .into_tuple()
            .all(tx)
            .await?;
        rectificatie::Entity::delete_many()
            .filter(rectificatie::Column::Herroeping.is_in(due.iter().copied()))
            .exec(tx)
            .await?;
        let erased = herroeping::Entity::delete_many()
            .filter(herroeping::Column::Id.is_in(due))
            .exec(tx)
            .await?;
        Ok(erased.rows_affected)
    }
}
