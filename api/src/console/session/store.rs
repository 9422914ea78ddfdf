use chrono::{DateTime, Utc};
use schakel_entity::console::{aanmelding, sessie};
pub(super) use schakel_entity::console::{aanmelding::Model as Attempt, sessie::Model as Kept};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseConnection, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    prelude::Expr, sea_query::SimpleExpr,
};

pub(super) async fn add(db: &DatabaseConnection, kept: Kept) -> Result<(), DbErr> {
    sessie::Entity::insert(kept.into_active_model().reset_all())
        .exec_without_returning(db)
        .await
        .map(|_| ())
}

pub(super) async fn find(db: &DatabaseConnection, cookie_hash: &str) -> Result<Option<Kept>, DbErr> {
    sessie::Entity::find_by_id(cookie_hash.to_owned()).one(db).await
}

pub(super) async fn note_use(
    db: &DatabaseConnection,
    cookie_hash: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    sessie::Entity::update_many()
        .col_expr(sessie::Column::GezienOp, Expr::value(now))
        .filter(sessie::Column::CookieHash.eq(cookie_hash))
        .exec(db)
        .await
        .map(|_| ())
}

pub(super) async fn remove(db: &DatabaseConnection, cookie_hash: &str) -> Result<(), DbErr> {
    sessie::Entity::delete_by_id(cookie_hash.to_owned())
        .exec(db)
        .await
        .map(|_| ())
}

pub(super) async fn end(db: &DatabaseConnection, cookie_hash: &str, now: DateTime<Utc>) -> Result<(), DbErr> {
    end_where(db, sessie::Column::CookieHash.eq(cookie_hash), now).await
}

pub(super) async fn end_all_of(
    db: &DatabaseConnection,
    gebruiker: &str,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    end_where(db, sessie::Column::Gebruiker.eq(gebruiker), now).await
}

pub(super) async fn end_unused_since(
    db: &DatabaseConnection,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    end_where(db, sessie::Column::GezienOp.lte(since), now).await
}

/// Nobody gets in with what is left.
async fn end_where(db: &DatabaseConnection, ended: SimpleExpr, now: DateTime<Utc>) -> Result<(), DbErr> {
    sessie::Entity::update_many()
        .col_expr(sessie::Column::BeeindigdOp, Expr::value(now))
        .col_expr(sessie::Column::IdToken, Expr::value(""))
        .filter(ended)
        .filter(sessie::Column::BeeindigdOp.is_null())
        .exec(db)
        .await
        .map(|_| ())
}

/// Removes what began so long ago that nothing of it counts any more.
pub(super) async fn remove_old(
    db: &DatabaseConnection,
    now: DateTime<Utc>,
    begun_before: DateTime<Utc>,
) -> Result<(), DbErr> {
    let old = sessie::Column::BegonnenOp.lte(begun_before);
    sessie::Entity::delete_many().filter(old).exec(db).await?;
    aanmelding::Entity::delete_many()
        .filter(aanmelding::Column::GeldigTot.lte(now))
        .exec(db)
        .await
        .map(|_| ())
}

pub(super) async fn add_attempt(db: &DatabaseConnection, attempt: Attempt) -> Result<(), DbErr> {
    aanmelding::Entity::insert(attempt.into_active_model().reset_all())
        .exec_without_returning(db)
        .await
        .map(|_| ())
}

/// Gives an attempt to the one who removed it: of two that come back at once, one.
pub(super) async fn take_attempt(
    db: &DatabaseConnection,
    state_hash: &str,
) -> Result<Option<Attempt>, DbErr> {
    let found = aanmelding::Entity::find_by_id(state_hash.to_owned())
        .one(db)
        .await?;
    let removed = aanmelding::Entity::delete_by_id(state_hash.to_owned())
        .exec(db)
        .await?;
    Ok(found.filter(|_| removed.rows_affected == 1))
}
