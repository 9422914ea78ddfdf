//! The index of the worklist: how each open deadline stands, stretch by stretch. A publication marks its traject, a new
//! inrichting all of them; what is marked is computed anew before the worklist is read.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schakel_entity::trajectbegeleiding::{termijnstand, traject};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect,
    sea_query::{Expr, LockBehavior, LockType},
};
use uuid::Uuid;

use super::verloop;
use crate::{
    domain::{PartijId, Rol},
    register::Ingericht,
    subgraphs::{
        common::werklijst::rang,
        publishing::{begin_writing, insert_rows},
    },
    termijnen::{Telling, Termijn},
};

/// How many trajecten are computed in one transaction.
const PER_TRANSACTION: u64 = 200;

/// How many rows are inserted in one statement.
const PER_STATEMENT: usize = 1000;

/// Computes the rows of every marked traject of this owner.
pub(in crate::subgraphs::trajectbegeleiding::store) async fn refresh(
    db: &DatabaseConnection,
    partij: &PartijId,
    ingericht: &Ingericht,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    let telling = Telling::of(&ingericht.inrichting, partij);
    while is_behind(db, partij, ingericht.versie).await? {
        let tx = begin_writing(db).await?;
        let marked = lock_marked(&tx, partij, ingericht.versie).await?;
        if marked.is_empty() {
            // Somebody else computes or publishes them at this moment: a list without them would be too short.
            tx.rollback().await?;
            wait_for_another(db, partij, ingericht.versie).await?;
            continue;
        }
        compute(&tx, &marked, &telling, now).await?;
        unmark(&tx, &marked, ingericht.versie).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn is_behind(db: &DatabaseConnection, partij: &PartijId, versie: i64) -> Result<bool, DbErr> {
    let first: Option<Uuid> = traject::Entity::find()
        .select_only()
        .column(traject::Column::Id)
        .filter(is_marked(partij, versie))
        .into_tuple()
        .one(db)
        .await?;
    Ok(first.is_some())
}

/// Some marked trajecten, locked; what somebody else has locked is left to them.
async fn lock_marked(
    tx: &DatabaseTransaction,
    partij: &PartijId,
    versie: i64,
) -> Result<Vec<traject::Model>, DbErr> {
    traject::Entity::find()
        .filter(is_marked(partij, versie))
        .order_by_asc(traject::Column::Id)
        .limit(PER_TRANSACTION)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all(tx)
        .await
}

/// Waits until somebody else is done with a marked traject. Nothing is held meanwhile, so nobody waits in a circle.
async fn wait_for_another(db: &DatabaseConnection, partij: &PartijId, versie: i64) -> Result<(), DbErr> {
    let tx = begin_writing(db).await?;
    let _waited_for: Option<Uuid> = traject::Entity::find()
        .select_only()
        .column(traject::Column::Id)
        .filter(is_marked(partij, versie))
        .order_by_asc(traject::Column::Id)
        .lock(LockType::Update)
        .into_tuple()
        .one(&tx)
        .await?;
    tx.rollback().await
}

fn is_marked(partij: &PartijId, versie: i64) -> Condition {
    let computed = traject::Column::TermijnstandenVersie;
    Condition::all()
        .add(traject::Column::Bronhouder.eq(partij.as_str()))
        .add(traject::Column::TeruggetrokkenOp.is_null())
        .add(Condition::any().add(computed.is_null()).add(computed.lt(versie)))
}

async fn compute(
    tx: &DatabaseTransaction,
    marked: &[traject::Model],
    telling: &Telling<'_>,
    now: DateTime<Utc>,
) -> Result<(), DbErr> {
    termijnstand::Entity::delete_many()
        .filter(termijnstand::Column::Traject.is_in(marked.iter().map(|traject| traject.id)))
        .exec(tx)
        .await?;
    let telbaar = verloop::read(tx, marked).await?;
    let mut rows = Vec::new();
    for traject in marked {
        if let Some(telbaar) = telbaar.get(&traject.id) {
            rows.extend(rows_of(traject, &telbaar.termijnen(telling), now));
        }
    }
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(PER_STATEMENT));
        insert_rows(tx, std::mem::replace(&mut rows, rest)).await?;
    }
    Ok(())
}

/// What lies behind us is of no use any more.
fn rows_of(traject: &traject::Model, termijnen: &[Termijn], now: DateTime<Utc>) -> Vec<termijnstand::Model> {
    let standen = (0..).zip(termijnen).flat_map(|(place, termijn)| {
        let ahead = termijn.standen().into_iter();
        let ahead = ahead.filter(move |stand| stand.tot.is_none_or(|end| end > now));
        ahead.map(move |stand| (place, termijn, stand))
    });
    (0..)
        .zip(standen)
        .map(|(volgnummer, (place, termijn, stand))| termijnstand::Model {
            traject: traject.id,
            volgnummer,
            termijn: place,
            bronhouder: traject.bronhouder.clone(),
            code: termijn.code.word().to_owned(),
            toestand: stand.toestand.word().to_owned(),
            van_op: stand.van,
            tot_op: stand.tot,
            rang: rang(termijn),
            rollen: between_blanks(&termijn.waarschuw),
        })
        .collect()
}

/// So that one is found by its whole word.
fn between_blanks(rollen: &BTreeSet<Rol>) -> String {
    let words = rollen.iter().map(|rol| format!("{rol} "));
    format!(" {}", words.collect::<String>())
}

async fn unmark(tx: &DatabaseTransaction, marked: &[traject::Model], versie: i64) -> Result<(), DbErr> {
    traject::Entity::update_many()
        .col_expr(traject::Column::TermijnstandenVersie, Expr::value(versie))
        .filter(traject::Column::Id.is_in(marked.iter().map(|traject| traject.id)))
        .exec(tx)
        .await?;
    Ok(())
}
