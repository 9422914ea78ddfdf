use schakel_entity::toestemming::registerstand;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    sea_query::Expr,
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
