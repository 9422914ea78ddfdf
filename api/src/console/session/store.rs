use chrono::{DateTime, Utc};
use schakel_entity::console::{aanmelding, sessie};
pub(super) use schakel_entity::console::{aanmelding::Model as Attempt, sessie::Model as Kept};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, prelude::Expr,
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

pub(super) async fn remove_all_of(db: &DatabaseConnection, gebruiker: &str) -> Result<(), DbErr> {
    sessie::Entity::delete_many()
        .filter(sessie::Column::Gebruiker.eq(gebruiker))
        .exec(db)
        .await
        .map(|_| ())
}

/// Removes what has ended by the clock.
pub(super) async fn remove_old(
    db: &DatabaseConnection,
    now: DateTime<Utc>,
    unused_since: DateTime<Utc>,
    begun_before: DateTime<Utc>,
) -> Result<(), DbErr> {
    let ended = Condition::any()
        .add(sessie::Column::GezienOp.lte(unused_since))
        .add(sessie::Column::BegonnenOp.lte(begun_before));
    sessie::Entity::delete_many().filter(ended).exec(db).await?;
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
