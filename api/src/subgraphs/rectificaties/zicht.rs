//! Since when each record is in sight, and about whom.

use chrono::{DateTime, Utc};
// The rooms' tables are alike.
use schakel_entity::rectificatie::recordzicht::{ActiveModel, Column, Entity};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait,
    QueryFilter,
};
use uuid::Uuid;

use crate::{
    domain::{InwonerId, PartijId},
    subgraphs::common::words::inwoner_id,
};

/// About whom a record is in sight, and since when.
pub(in crate::subgraphs) type Zicht = (InwonerId, DateTime<Utc>);

/// Notes that a record is in sight about these residents; about whom it was already, it stays as it was.
pub(in crate::subgraphs) async fn appear(
    tx: &DatabaseTransaction,
    record: Uuid,
    (bronhouder, bron_id): (&PartijId, &str),
    inwoners: &[InwonerId],
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    if inwoners.is_empty() {
        return Ok(());
    }
    let rows = inwoners.iter().map(|inwoner| ActiveModel {
        record: Set(record),
        inwoner: Set(inwoner.as_str().to_owned()),
        bronhouder: Set(bronhouder.as_str().to_owned()),
        bron_id: Set(bron_id.to_owned()),
        sinds: Set(op),
    });
    Entity::insert_many(rows)
        .on_conflict_do_nothing_on([Column::Record, Column::Inwoner])
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Takes a record out of sight of everybody but about these; about whom that is, and since when it was in sight.
pub(in crate::subgraphs) async fn vanish(
    tx: &DatabaseTransaction,
    record: Uuid,
    staying: &[InwonerId],
) -> Result<Vec<Zicht>, DbErr> {
    let gone = Condition::all()
        .add(Column::Record.eq(record))
        .add(Column::Inwoner.is_not_in(staying.iter().map(InwonerId::as_str)));
    let rows = Entity::find().filter(gone.clone()).all(tx).await?;
    if !rows.is_empty() {
        Entity::delete_many().filter(gone).exec(tx).await?;
    }
    rows.into_iter()
        .map(|row| Ok((inwoner_id(&row.inwoner)?, row.sinds)))
        .collect()
}

/// About whom a record is in sight now.
pub(in crate::subgraphs) async fn standing(
    tx: &DatabaseTransaction,
    record: Uuid,
) -> Result<Vec<Zicht>, DbErr> {
    let rows = Entity::find().filter(Column::Record.eq(record)).all(tx).await?;
    rows.into_iter()
        .map(|row| Ok((inwoner_id(&row.inwoner)?, row.sinds)))
        .collect()
}

/// How many records are looked up in one statement, below the databases' bound on parameters.
const PER_STATEMENT: usize = 500;

/// Of whom these records of an owner are in sight, without being about them by what is published next.
pub(in crate::subgraphs) async fn leaving(
    db: &DatabaseConnection,
    bronhouder: &PartijId,
    next: &[(&str, &[InwonerId])],
) -> Result<Vec<InwonerId>, DbErr> {
    let mut leaving = Vec::new();
    for chunk in next.chunks(PER_STATEMENT) {
        let rows = Entity::find()
            .filter(Column::Bronhouder.eq(bronhouder.as_str()))
            .filter(Column::BronId.is_in(chunk.iter().map(|(bron_id, _)| *bron_id)))
            .all(db)
            .await?;
        for row in rows {
            let inwoner = inwoner_id(&row.inwoner)?;
            let stays = |(bron_id, inwoners): &(&str, &[InwonerId])| {
                *bron_id == row.bron_id && inwoners.contains(&inwoner)
            };
            if !chunk.iter().any(stays) {
                leaving.push(inwoner);
            }
        }
    }
    Ok(leaving)
}
