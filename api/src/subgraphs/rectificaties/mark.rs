//! The marks of what was erased for good. A mark is a hash: what it was about can't be read from it.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use schakel_entity::rectificatie::grafsteen::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait};

use crate::domain::{PartijId, RecordSoort};

/// Marks a record as erased for good, on this ground.
pub(in crate::subgraphs) async fn mark(
    tx: &DatabaseTransaction,
    what: (RecordSoort, &PartijId, &str),
    grond: &str,
    op: DateTime<Utc>,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        kenmerk: Set(kenmerk(what)),
        grond: Set(grond.to_owned()),
        op: Set(op),
    };
    Entity::insert_many([row])
        .on_conflict_do_nothing_on([Column::Kenmerk])
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Whether a record was erased.
pub(in crate::subgraphs) async fn is_erased(
    db: &impl ConnectionTrait,
    what: (RecordSoort, &PartijId, &str),
) -> Result<bool, DbErr> {
    Ok(Entity::find_by_id(kenmerk(what)).one(db).await?.is_some())
}

fn kenmerk((soort, bronhouder, bron_id): (RecordSoort, &PartijId, &str)) -> String {
    let what = format!("{}\n{bronhouder}\n{bron_id}", soort.word());
    let hash = digest(&SHA256, what.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
