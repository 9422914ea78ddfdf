//! What was told of a record holds no longer: it was withdrawn or erased, its time was over, or it was about somebody else.

use chrono::{DateTime, Utc};
use schakel_entity::outbox::signaalgebeurtenis::{Column, Entity, Model};
use sea_orm::{ColumnTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::{
    Herkomst, VERVALLEN,
    write::{PER_STATEMENT, advance},
};
use crate::subgraphs::publishing::insert_rows;

/// Takes back what happened to these, in the transaction that takes them out of sight: what wasn't followed yet is gone,
/// and whoever follows hears that what went before holds no longer. It takes the lock of the counter, as [`super::write`]
/// does.
pub(in crate::subgraphs) async fn retract(
    tx: &DatabaseTransaction,
    gone: Vec<Herkomst>,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    if gone.is_empty() {
        return Ok(());
    }
    // The lock first: whoever was writing of them at this moment has written.
    let last = advance(tx, gone.len()).await?;
    let ids: Vec<Uuid> = gone.into_iter().map(Uuid::from).collect();
    for chunk in ids.chunks(PER_STATEMENT) {
        Entity::delete_many()
            .filter(Column::Herkomst.is_in(chunk.iter().copied()))
            .filter(Column::Soort.ne(VERVALLEN))
            .exec(tx)
            .await?;
    }
    let rows: Vec<Model> = (last + 1..)
        .zip(ids)
        .map(|(volgnummer, herkomst)| Model {
            volgnummer,
            id: Uuid::now_v7(),
            soort: VERVALLEN.to_owned(),
            inwoner: String::new(),
            bronhouder: String::new(),
            ontvanger: None,
            groepen: "[]".to_owned(),
            op,
            sleutel: None,
            herkomst: Some(herkomst),
        })
        .collect();
    for chunk in rows.chunks(PER_STATEMENT) {
        insert_rows(tx, chunk.to_vec()).await?;
    }
    Ok(())
}
