//! Writing rows of any table.

use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, Insert,
    IntoActiveModel, ModelTrait, QueryFilter, TryInsertResult,
};
use uuid::Uuid;

type ActiveOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::ActiveModel;
type ColumnOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::Column;

/// Makes a row of each item, numbered from zero.
pub(in crate::subgraphs) fn numbered<T, M>(items: &[T], row: impl Fn(i32, &T) -> M) -> Vec<M> {
    (0..)
        .zip(items)
        .map(|(volgnummer, item)| row(volgnummer, item))
        .collect()
}

/// Inserts the rows in one statement; none when there are none.
pub(in crate::subgraphs) async fn insert_rows<M>(tx: &DatabaseTransaction, rows: Vec<M>) -> Result<(), DbErr>
where
    M: ModelTrait + IntoActiveModel<ActiveOf<M>>,
{
    if rows.is_empty() {
        return Ok(());
    }
    let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
    M::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// Inserts a record's own row; `false` when there is one with the same values in these columns.
pub(in crate::subgraphs) async fn insert_head<M, const N: usize>(
    tx: &DatabaseTransaction,
    row: M,
    unique: [ColumnOf<M>; N],
) -> Result<bool, DbErr>
where
    M: ModelTrait + IntoActiveModel<ActiveOf<M>>,
{
    let insert = Insert::one(row.into_active_model()).on_conflict_do_nothing_on(unique);
    let result = insert.exec_without_returning(tx).await?;
    Ok(matches!(result, TryInsertResult::Inserted(1..)))
}

/// Writes a record's own row over the one with the same primary key.
pub(in crate::subgraphs) async fn replace_head<E>(
    tx: &DatabaseTransaction,
    row: E::Model,
) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: IntoActiveModel<E::ActiveModel>,
    E::ActiveModel: ActiveModelBehavior + Send,
{
    row.into_active_model().reset_all().update(tx).await?;
    Ok(())
}

/// Deletes the rows that belong to a record.
pub(in crate::subgraphs) async fn delete_rows<C>(
    tx: &DatabaseTransaction,
    owner: C,
    id: Uuid,
) -> Result<(), DbErr>
where
    C: ColumnTrait,
    C::EntityName: EntityTrait,
{
    C::EntityName::delete_many().filter(owner.eq(id)).exec(tx).await?;
    Ok(())
}
