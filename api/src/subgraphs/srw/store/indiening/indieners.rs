use std::collections::HashMap;

use schakel_entity::srw::indiening;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::{domain::PartijId, subgraphs::common::words::partij_id};

/// Ids per statement, below the databases' bound on parameters.
const IDS: usize = 1000;

/// The parties that submitted these referrals.
///
/// # Errors
/// What the database says.
pub(in crate::subgraphs::srw::store) async fn find_indieners(
    db: &impl ConnectionTrait,
    ids: impl Iterator<Item = Uuid>,
) -> Result<HashMap<Uuid, PartijId>, DbErr> {
    let ids: Vec<Uuid> = ids.collect();
    let mut indieners = HashMap::new();
    for ids in ids.chunks(IDS) {
        let rows: Vec<(Uuid, String)> = indiening::Entity::find()
            .select_only()
            .columns([indiening::Column::Id, indiening::Column::Indiener])
            .filter(indiening::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        for (id, indiener) in rows {
            indieners.insert(id, partij_id(&indiener)?);
        }
    }
    Ok(indieners)
}
