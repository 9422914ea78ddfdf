//! What of the register's events leads further to a person. The events themselves stay: how a grant stands is derived from
//! them, and an old decision can be made again on the version at which it was made.

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::{gebeurtenis, verzoekgebeurtenis};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, PaginatorTrait,
    QueryFilter, QuerySelect, Value,
    sea_query::{Expr, Query},
};

use super::Kept;
use crate::subgraphs::toestemming::VerzoekSoort;

/// Where the evidence of a consent is kept, its hash, and the reference of who gave it.
pub(super) struct Bewijzen;

impl Bewijzen {
    fn over(before: DateTime<Utc>) -> Condition {
        use gebeurtenis::Column::{BewijsHash, BewijsPlaats, GegevenDoorKenmerk, GeldigTot, Op, Toestemming};
        let still_meant = Query::select()
            .column(Toestemming)
            .from(gebeurtenis::Entity)
            .cond_where(GeldigTot.gte(before))
            .take();
        let leads_further = Condition::any()
            .add(BewijsHash.is_not_null())
            .add(BewijsPlaats.is_not_null())
            .add(GegevenDoorKenmerk.is_not_null());
        Condition::all()
            .add(Op.lt(before))
            .add(leads_further)
            .add(Toestemming.not_in_subquery(still_meant))
    }
}

#[async_trait::async_trait]
impl Kept for Bewijzen {
    async fn count(&self, db: &DatabaseConnection, before: DateTime<Utc>) -> Result<u64, DbErr> {
        gebeurtenis::Entity::find()
            .filter(Self::over(before))
            .count(db)
            .await
    }

    async fn erase(
        &self,
        tx: &DatabaseTransaction,
        before: DateTime<Utc>,
        _: DateTime<Utc>,
        most: u64,
    ) -> Result<u64, DbErr> {
        use gebeurtenis::Column::{BewijsHash, BewijsPlaats, GegevenDoorKenmerk, Versie};
        let due: Vec<i64> = gebeurtenis::Entity::find()
            .select_only()
            .column(Versie)
            .filter(Self::over(before))
            .limit(most)
            .into_tuple()
            .all(tx)
            .await?;
        let erased = gebeurtenis::Entity::update_many()
            .col_expr(BewijsHash, Expr::value(Value::String(None)))
            .col_expr(BewijsPlaats, Expr::value(Value::String(None)))
            .col_expr(GegevenDoorKenmerk, Expr::value(Value::String(None)))
            .filter(Versie.is_in(due))
            .exec(tx)
            .await?;
        Ok(erased.rows_affected)
    }
}

/// Why consent was asked, in words, of requests that were answered or taken back.
pub(super) struct Verzoeken;

impl Verzoeken {
    fn over(before: DateTime<Utc>) -> Condition {
        use verzoekgebeurtenis::Column::{Op, Soort, Verzoek, Waarom};
        let ended = Query::select()
            .column(Verzoek)
            .from(verzoekgebeurtenis::Entity)
            .cond_where(
                Condition::all()
                    .add(Soort.ne(VerzoekSoort::Gevraagd.word()))
                    .add(Op.lt(before)),
            )
            .take();
        Condition::all()
            .add(Waarom.is_not_null())
            .add(Verzoek.in_subquery(ended))
    }
}

#[async_trait::async_trait]
impl Kept for Verzoeken {
    async fn count(&self, db: &DatabaseConnection, before: DateTime<Utc>) -> Result<u64, DbErr> {
        verzoekgebeurtenis::Entity::find()
            .filter(Self::over(before))
            .count(db)
            .await
    }

    async fn erase(
        &self,
        tx: &DatabaseTransaction,
        before: DateTime<Utc>,
        _: DateTime<Utc>,
        most: u64,
    ) -> Result<u64, DbErr> {
        use verzoekgebeurtenis::Column::{Versie, Waarom};
        let due: Vec<i64> = verzoekgebeurtenis::Entity::find()
            .select_only()
            .column(Versie)
            .filter(Self::over(before))
            .limit(most)
            .into_tuple()
            .all(tx)
            .await?;
        let erased = verzoekgebeurtenis::Entity::update_many()
            .col_expr(Waarom, Expr::value(Value::String(None)))
            .filter(Versie.is_in(due))
            .exec(tx)
            .await?;
        Ok(erased.rows_affected)
    }
}
