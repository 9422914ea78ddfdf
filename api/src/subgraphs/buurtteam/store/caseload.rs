use std::collections::HashMap;

use chrono::{DateTime, Utc};
use schakel_entity::buurtteam::dossier;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::BuurtteamBron;
use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId},
    federation::SubgraphName,
    publication::DossierStatus,
    subgraphs::{
        buurtteam::types::BuurtteamdossierData,
        common::words::inwoner_id,
        neighbours::{CaseloadBron, StatusOf},
    },
};

#[async_trait::async_trait]
impl CaseloadBron for BuurtteamBron {
    const ROOM: SubgraphName = SubgraphName::Buurtteam;
    const STATUS: Option<(Gegevensgroep, StatusOf<BuurtteamdossierData>)> =
        Some((Gegevensgroep::BuurtteamStatus, status));

    async fn own_residents(&self, partij: &PartijId) -> Result<HashMap<InwonerId, DateTime<Utc>>, DbErr> {
        let found: Vec<(String, DateTime<Utc>)> = dossier::Entity::find()
            .select_only()
            .column(dossier::Column::Inwoner)
            .column_as(dossier::Column::GepubliceerdOp.max(), "laatst")
            .filter(dossier::Column::Bronhouder.eq(partij.as_str()))
            .filter(dossier::Column::TeruggetrokkenOp.is_null())
            .group_by(dossier::Column::Inwoner)
            .into_tuple()
            .all(&self.db)
            .await?;
        let read = |(inwoner, op): (String, _)| Ok((inwoner_id(&inwoner)?, op));
        found.into_iter().map(read).collect()
    }
}

fn status(dossier: &BuurtteamdossierData) -> Option<DossierStatus> {
    dossier.status.as_ref().map(|told| told.status)
}
