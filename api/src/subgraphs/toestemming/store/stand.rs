use chrono::{DateTime, Utc};
use schakel_entity::toestemming::{betrokkenheid, gebeurtenis, inrichting, registerstand, trajectbericht};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QuerySelect, sea_query::Expr,
};

use super::RegisterStore;

/// Where the register stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The present version: the number of the last event.
    pub versie: i64,
    /// The version that made the present inrichting; 0 when there is none.
    pub inrichting: i64,
}

impl RegisterStore {
    /// Where the register stands now.
    pub async fn stand(&self) -> Result<Stand, DbErr> {
        read(&self.db).await
    }

    /// Where the register stood at a moment: on the last version that was made up to then.
    pub async fn stand_at(&self, op: DateTime<Utc>) -> Result<Stand, DbErr> {
        let gebeurtenis = gebeurtenis::Entity::find()
            .select_only()
            .column_as(gebeurtenis::Column::Versie.max(), "versie")
            .filter(gebeurtenis::Column::Op.lte(op));
        let betrokkenheid = betrokkenheid::Entity::find()
            .select_only()
            .column_as(betrokkenheid::Column::Versie.max(), "versie")
            .filter(betrokkenheid::Column::Op.lte(op));
        let inrichting = inrichting::Entity::find()
            .select_only()
            .column_as(inrichting::Column::Versie.max(), "versie")
            .filter(inrichting::Column::ToegepastOp.lte(op));
        let gebeurtenis: Option<Option<i64>> = gebeurtenis.into_tuple().one(&self.db).await?;
        let betrokkenheid: Option<Option<i64>> = betrokkenheid.into_tuple().one(&self.db).await?;
        let bericht = trajectbericht::Entity::find()
            .select_only()
            .column_as(trajectbericht::Column::Versie.max(), "versie")
            .filter(trajectbericht::Column::Op.lte(op));
        let bericht: Option<Option<i64>> = bericht.into_tuple().one(&self.db).await?;
        let inrichting: Option<Option<i64>> = inrichting.into_tuple().one(&self.db).await?;
        let inrichting = inrichting.flatten().unwrap_or(0);
        let versie = [gebeurtenis, betrokkenheid, bericht]
            .into_iter()
            .flatten()
            .flatten();
        Ok(Stand {
            versie: versie.chain([inrichting]).max().unwrap_or_default(),
            inrichting,
        })
    }
}

/// Takes the next `count` versions. The row stays locked until commit, so that versions become visible
/// in their order; it must be the first statement of its transaction.
pub(super) async fn advance(transaction: &DatabaseTransaction, count: i64) -> Result<Stand, DbErr> {
    registerstand::Entity::update_many()
        .col_expr(
            registerstand::Column::Versie,
            Expr::col(registerstand::Column::Versie).add(count),
        )
        .filter(registerstand::Column::Id.eq(1))
        .exec(transaction)
        .await?;
    read(transaction).await
}

async fn read(db: &impl ConnectionTrait) -> Result<Stand, DbErr> {
    let row = registerstand::Entity::find_by_id(1).one(db).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the register's counter".to_owned()))?;
    Ok(Stand {
        versie: row.versie,
        inrichting: row.inrichting,
    })
}
