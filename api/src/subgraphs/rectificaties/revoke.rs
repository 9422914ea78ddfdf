use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schakel_entity::rectificatie::{herroeping, rectificatie, rectificatiestand};
use sea_orm::{
    ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, ExprTrait, QueryFilter, sea_query::Expr,
};
use uuid::Uuid;

use super::{
    Gezien, Names,
    seen::{self, read_json, write_json},
    types::RectificatieSoort,
};
use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId},
    subgraphs::{
        outbox::{self, Herkomst},
        publishing::insert_rows,
    },
};

/// Something of a record that holds no longer, for whoever saw it about this resident.
#[derive(Clone, Debug)]
pub(in crate::subgraphs) struct Revoked {
    pub(in crate::subgraphs) record: Uuid,
    pub(in crate::subgraphs) bronhouder: PartijId,
    pub(in crate::subgraphs) inwoner: InwonerId,
    pub(in crate::subgraphs) soort: RectificatieSoort,
    pub(in crate::subgraphs) groepen: BTreeSet<Gegevensgroep>,
    /// Since when it was in sight,
    pub(in crate::subgraphs) van: DateTime<Utc>,
    /// and until when.
    pub(in crate::subgraphs) tot: DateTime<Utc>,
}

/// Writes down what is revoked, with who hears of it, in the transaction that revokes it; who saw it. What is out of sight
/// takes its events along. It takes the lock of the counter, which comes after the records, and that of the outbox.
pub(in crate::subgraphs) async fn write(
    tx: &DatabaseTransaction,
    revoked: Vec<Revoked>,
    names: &Names,
    op: DateTime<Utc>,
) -> Result<Vec<Gezien>, DbErr> {
    let mut seen = Vec::new();
    let is_hidden = |one: &&Revoked| one.soort != RectificatieSoort::Correctie;
    let hidden = revoked.iter().filter(is_hidden);
    let gone = hidden.map(|one| Herkomst::of(one.record, &one.inwoner)).collect();
    for one in revoked {
        let row = herroeping::Model {
            id: Uuid::now_v7(),
            record: one.record,
            namen: write_json(&names.of(&one.inwoner))?,
            inwoner: one.inwoner.as_str().to_owned(),
            bronhouder: one.bronhouder.as_str().to_owned(),
            soort: one.soort.word().to_owned(),
            groepen: write_json(&one.groepen)?,
            van: one.van,
            tot: one.tot,
            op,
            nagekeken_op: None,
        };
        insert_rows(tx, vec![row.clone()]).await?;
        seen.extend(tell(tx, &row).await?);
    }
    outbox::retract(tx, gone, op).await?;
    Ok(seen)
}

/// Puts it before every party that saw it and hasn't heard of it; who saw it.
pub(super) async fn tell(
    tx: &DatabaseTransaction,
    revoked: &herroeping::Model,
) -> Result<Vec<Gezien>, DbErr> {
    advance(tx, 0).await?;
    let seen = seen::by_whom(tx, revoked).await?;
    let told = rectificatie::Entity::find()
        .filter(rectificatie::Column::Herroeping.eq(revoked.id))
        .all(tx)
        .await?;
    let mut new = Vec::new();
    for one in &seen {
        let mut groepen = one.groepen.clone();
        for row in told.iter().filter(|row| row.ontvanger == one.partij.as_str()) {
            let known: BTreeSet<Gegevensgroep> = read_json(&row.groepen)?;
            groepen.retain(|groep| !known.contains(groep));
        }
        if !groepen.is_empty() {
            new.push((one, groepen));
        }
    }
    let last = advance(tx, new.len()).await?;
    let rows = (last + 1..).zip(new).map(|(volgnummer, (one, groepen))| {
        Ok(rectificatie::Model {
            id: Uuid::new_v4(),
            volgnummer,
            herroeping: revoked.id,
            ontvanger: one.partij.as_str().to_owned(),
            bronhouder: revoked.bronhouder.clone(),
            inwoner: one.inwoner.as_str().to_owned(),
            soort: revoked.soort.clone(),
            groepen: write_json(&groepen)?,
            op: revoked.op,
            bevestigd_op: None,
        })
    });
    insert_rows(tx, rows.collect::<Result<Vec<_>, DbErr>>()?).await?;
    Ok(seen)
}

/// Moves the counter on, and keeps it locked until the commit; where it stood.
async fn advance(tx: &DatabaseTransaction, count: usize) -> Result<i64, DbErr> {
    let count = i64::try_from(count).map_err(|error| DbErr::Custom(error.to_string()))?;
    let column = rectificatiestand::Column::Volgnummer;
    rectificatiestand::Entity::update_many()
        .col_expr(column, Expr::col(column).add(count))
        .filter(rectificatiestand::Column::Id.eq(1))
        .exec(tx)
        .await?;
    let row = rectificatiestand::Entity::find_by_id(1).one(tx).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("the counter of rectifications".to_owned()))?;
    Ok(row.volgnummer - count)
}
