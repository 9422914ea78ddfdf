use std::collections::HashSet;

use chrono::{DateTime, Utc};
use schakel_entity::outbox::{signaalgebeurtenis, signaalstand};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter,
    QuerySelect, sea_query::Expr,
};
use uuid::Uuid;

use super::{Gebeurd, Herkomst, VERVALLEN};
use crate::{domain::PartijId, subgraphs::publishing::insert_rows};

/// How many rows are written in one statement, below the databases' bound on parameters.
pub(super) const PER_STATEMENT: usize = 1000;

/// Writes what happened in the transaction that made it happen, but for what was written before under its key, and for what
/// the clock made of a record that was taken out of sight after it looked (`op`); how much was new. It takes the lock of the counter, which is held until the commit: it comes after whatever else the transaction
/// locks, so that nobody waits in a circle, and numbers become visible in their order. Whoever else writes at the same
/// moment waits there, and finds the keys taken.
pub(in crate::subgraphs) async fn write(
    tx: &DatabaseTransaction,
    gebeurd: Vec<Gebeurd>,
    op: DateTime<Utc>,
) -> Result<usize, DbErr> {
    if gebeurd.is_empty() {
        return Ok(0);
    }
    let new = if gebeurd.iter().any(|one| one.sleutel.is_some()) {
        advance(tx, 0).await?;
        standing(tx, unwritten(tx, gebeurd).await?, op).await?
    } else {
        gebeurd
    };
    let count = new.len();
    if count > 0 {
        let last = advance(tx, count).await?;
        insert(tx, new, last, op).await?;
    }
    Ok(count)
}

/// What wasn't written yet under its key; what has none is new.
pub(super) async fn unwritten(
    db: &impl ConnectionTrait,
    gebeurd: Vec<Gebeurd>,
) -> Result<Vec<Gebeurd>, DbErr> {
    let mut known = HashSet::new();
    let keys: Vec<&String> = gebeurd.iter().filter_map(|one| one.sleutel.as_ref()).collect();
    for chunk in keys.chunks(PER_STATEMENT) {
        let found: Vec<String> = signaalgebeurtenis::Entity::find()
            .select_only()
            .column(signaalgebeurtenis::Column::Sleutel)
            .filter(signaalgebeurtenis::Column::Sleutel.is_in(chunk.iter().map(|key| key.as_str())))
            .into_tuple()
            .all(db)
            .await?;
        known.extend(found);
    }
    let mut new = gebeurd;
    new.retain(|one| one.sleutel.clone().is_none_or(|key| known.insert(key)));
    Ok(new)
}

/// What the clock makes happen is looked up before it is written: what was taken back since is left out.
async fn standing(
    tx: &DatabaseTransaction,
    gebeurd: Vec<Gebeurd>,
    op: DateTime<Utc>,
) -> Result<Vec<Gebeurd>, DbErr> {
    let taken_back: Vec<Uuid> = signaalgebeurtenis::Entity::find()
        .select_only()
        .column(signaalgebeurtenis::Column::Herkomst)
        .filter(signaalgebeurtenis::Column::Soort.eq(VERVALLEN))
        .filter(signaalgebeurtenis::Column::Herkomst.is_not_null())
        .filter(signaalgebeurtenis::Column::Op.gt(op))
        .into_tuple()
        .all(tx)
        .await?;
    let taken_back: HashSet<Herkomst> = taken_back.into_iter().map(Herkomst::from).collect();
    let mut standing = gebeurd;
    standing.retain(|one| {
        one.herkomst
            .is_none_or(|herkomst| !taken_back.contains(&herkomst))
    });
    Ok(standing)
}

pub(super) async fn advance(tx: &DatabaseTransaction, count: usize) -> Result<i64, DbErr> {
    let count = i64::try_from(count).map_err(|error| DbErr::Custom(error.to_string()))?;
    signaalstand::Entity::update_many()
        .col_expr(
            signaalstand::Column::Volgnummer,
            Expr::col(signaalstand::Column::Volgnummer).add(count),
        )
        .filter(signaalstand::Column::Id.eq(1))
        .exec(tx)
        .await?;
    let row = signaalstand::Entity::find_by_id(1).one(tx).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the counter of the outbox".to_owned()))?;
    Ok(row.volgnummer - count)
}

async fn insert(
    tx: &DatabaseTransaction,
    gebeurd: Vec<Gebeurd>,
    last: i64,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    let rows = (last + 1..)
        .zip(gebeurd)
        .map(|(volgnummer, one)| row(volgnummer, one, op));
    let mut rows: Vec<_> = rows.collect::<Result<_, _>>()?;
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(PER_STATEMENT));
        insert_rows(tx, std::mem::replace(&mut rows, rest)).await?;
    }
    Ok(())
}

fn row(volgnummer: i64, gebeurd: Gebeurd, op: DateTime<Utc>) -> Result<signaalgebeurtenis::Model, DbErr> {
    let groepen =
        serde_json::to_string(&gebeurd.groepen).map_err(|error| DbErr::Custom(error.to_string()))?;
    let text = |partij: PartijId| partij.as_str().to_owned();
    Ok(signaalgebeurtenis::Model {
        volgnummer,
        id: Uuid::now_v7(),
        soort: gebeurd.soort.word().to_owned(),
        inwoner: gebeurd.inwoner.as_str().to_owned(),
        bronhouder: text(gebeurd.bronhouder),
        ontvanger: gebeurd.ontvanger.map(text),
        groepen,
        op,
        sleutel: gebeurd.sleutel,
        herkomst: gebeurd.herkomst.map(Uuid::from),
    })
}
