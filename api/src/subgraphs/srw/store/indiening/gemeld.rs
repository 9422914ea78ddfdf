//! That a submitted referral is finished is told once, whoever says it and however often.

use std::collections::{BTreeSet, HashSet};

use schakel_entity::srw::indiening;
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

/// Of which of these it was told.
///
/// # Errors
/// What the database says.
pub(in crate::subgraphs::srw::store) async fn find_gemeld(
    tx: &DatabaseTransaction,
    ids: BTreeSet<Uuid>,
) -> Result<HashSet<Uuid>, DbErr> {
    let told: Vec<Uuid> = indiening::Entity::find()
        .select_only()
        .column(indiening::Column::Id)
        .filter(indiening::Column::Id.is_in(ids))
        .filter(indiening::Column::AfgerondGemeld.eq(true))
        .into_tuple()
        .all(tx)
        .await?;
    Ok(told.into_iter().collect())
}

/// Notes that it is told of these.
///
/// # Errors
/// What the database says.
pub(in crate::subgraphs::srw::store) async fn note_gemeld(
    tx: &DatabaseTransaction,
    ids: BTreeSet<Uuid>,
) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    indiening::Entity::update_many()
        .col_expr(indiening::Column::AfgerondGemeld, Expr::value(true))
        .filter(indiening::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}
