//! Erases what was kept long enough (AVG 5(1)(e)), so that the log is still proven.

use chrono::{DateTime, SubsecRound, Utc};
use schakel_entity::logboek::verstrekking::{Column, Entity};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, EntityTrait, PaginatorTrait, QueryFilter, Value,
    sea_query::Expr,
};
use uuid::Uuid;

use crate::request::log::{DisclosureLog, LogUnreachable};

/// Erases what leads to a person from all lines before a moment, with the salts; the number of lines. First a
/// line of the log says so: whoever checks it knows by that line that the erasing was meant.
///
/// # Errors
/// [`LogUnreachable`]: then nothing is erased.
pub async fn apply(
    db: &DatabaseConnection,
    log: &DisclosureLog,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<u64, LogUnreachable> {
    // As fine as both databases keep times.
    let (before, now) = (before.trunc_subsecs(6), now.trunc_subsecs(6));
    let due = Condition::all()
        .add(Column::Op.lt(before))
        .add(Column::Zout.is_not_null());
    if Entity::find().filter(due.clone()).count(db).await? == 0 {
        return Ok(0);
    }
    log.note_erasing(before, now).await?;
    let erased = Entity::update_many()
        .col_expr(Column::Inwoner, Expr::value(""))
        .col_expr(Column::Gebruiker, Expr::value(""))
        .col_expr(Column::TraceId, Expr::value(""))
        .col_expr(Column::Uitkomsten, Expr::value("[]"))
        .col_expr(Column::Operatie, Expr::value(Uuid::nil()))
        .col_expr(Column::Team, Expr::value(Value::String(None)))
        .col_expr(Column::SpanOuder, Expr::value(Value::String(None)))
        .col_expr(Column::Zout, Expr::value(Value::Bytes(None)))
        .col_expr(Column::GewistOp, Expr::value(now))
        .filter(due)
        .exec(db)
        .await?;
    Ok(erased.rows_affected)
}
