use std::collections::HashMap;

use chrono::{DateTime, Utc};
use schakel_entity::trajectbegeleiding::{client, traject};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::TrajectBron;
use crate::{
    domain::{InwonerId, PartijId},
    subgraphs::common::words::inwoner_id,
};

impl TrajectBron {
    /// The residents of the trajecten that this party owns, each with when the hub last took in one: the owner's own
    /// knowledge, which takes no decision. In two statements.
    pub(in crate::subgraphs::trajectbegeleiding) async fn own_clients(
        &self,
        partij: &PartijId,
    ) -> Result<HashMap<InwonerId, DateTime<Utc>>, DbErr> {
        let trajecten: Vec<(Uuid, DateTime<Utc>)> = traject::Entity::find()
            .select_only()
            .columns([traject::Column::Id, traject::Column::GepubliceerdOp])
            .filter(traject::Column::Bronhouder.eq(partij.as_str()))
            .filter(traject::Column::TeruggetrokkenOp.is_null())
            .into_tuple()
            .all(&self.db)
            .await?;
        let trajecten: HashMap<Uuid, DateTime<Utc>> = trajecten.into_iter().collect();
        let clients: Vec<(Uuid, String)> = client::Entity::find()
            .select_only()
            .columns([client::Column::Traject, client::Column::Inwoner])
            .filter(client::Column::Bronhouder.eq(partij.as_str()))
            .into_tuple()
            .all(&self.db)
            .await?;
        let mut latest = HashMap::new();
        for (traject, inwoner) in clients {
            let Some(op) = trajecten.get(&traject) else {
                continue;
            };
            let known = latest.entry(inwoner_id(&inwoner)?).or_insert(*op);
            *known = (*known).max(*op);
        }
        Ok(latest)
    }
}
