//! What is kept here for a while after its end.

use schakel_entity::buurtteam::dossier;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::ReadyBuurtteamdossier;
use crate::{
    clock::day_in_amsterdam,
    subgraphs::{
        bewaren::{Bewaring, Records},
        publishing::{Ended, Expiring, Of},
    },
};

/// Everything that is kept here for a while after its end.
pub(in crate::subgraphs) fn bewaard() -> Vec<Box<dyn Bewaring>> {
    vec![Box::new(Records::<ReadyBuurtteamdossier>::default())]
}

/// A dossier ended when it was closed, or withdrawn.
impl Expiring for ReadyBuurtteamdossier {
    async fn ended(db: &impl ConnectionTrait, of: Of<'_>) -> Result<Vec<Ended>, DbErr> {
        let of = match of {
            Of::Bronhouder(partij) => dossier::Column::Bronhouder.eq(partij.as_str()),
            Of::Record(id) => dossier::Column::Id.eq(id),
        };
        let ended = |row: dossier::Model| {
            let withdrawn = row.teruggetrokken_op.map(day_in_amsterdam);
            let einde = withdrawn.or(row.gesloten_op)?;
            Some(Ended {
                bron_id: row.bron_id,
                einde,
            })
        };
        let rows = dossier::Entity::find().filter(of).all(db).await?;
        Ok(rows.into_iter().filter_map(ended).collect())
    }
}
