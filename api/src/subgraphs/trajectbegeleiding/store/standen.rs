use std::{
    collections::{BTreeSet, HashMap},
    hash::{DefaultHasher, Hash, Hasher},
};

use chrono::{DateTime, Utc};
use schakel_entity::trajectbegeleiding::{client, traject};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::TrajectBron;
use crate::{
    domain::InwonerId,
    subgraphs::{common::words::inwoner_id, streams::Standen},
};

/// Ids per statement, below the databases' bound on parameters.
const IDS: usize = 1000;

/// A record's version, and whether it was withdrawn.
type Version = (Uuid, DateTime<Utc>, bool);

#[async_trait::async_trait]
impl Standen for TrajectBron {
    async fn standen(&self, inwoners: &[InwonerId]) -> Result<HashMap<InwonerId, u64>, DbErr> {
        let mut versions: HashMap<InwonerId, BTreeSet<Version>> = HashMap::new();
        for chunk in inwoners.chunks(IDS) {
            for (inwoner, version) in self.versions(chunk).await? {
                versions.entry(inwoner).or_default().insert(version);
            }
        }
        Ok(versions
            .into_iter()
            .map(|(inwoner, versions)| (inwoner, number(&versions)))
            .collect())
    }
}

impl TrajectBron {
    async fn versions(&self, inwoners: &[InwonerId]) -> Result<Vec<(InwonerId, Version)>, DbErr> {
        let clients: Vec<(String, Uuid)> = client::Entity::find()
            .select_only()
            .columns([client::Column::Inwoner, client::Column::Traject])
            .filter(client::Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let trajecten: Vec<(Uuid, DateTime<Utc>, Option<DateTime<Utc>>)> = traject::Entity::find()
            .select_only()
            .columns([
                traject::Column::Id,
                traject::Column::Versie,
                traject::Column::TeruggetrokkenOp,
            ])
            .filter(traject::Column::Id.is_in(clients.iter().map(|(_, traject)| *traject)))
            .into_tuple()
            .all(&self.db)
            .await?;
        let trajecten: HashMap<Uuid, Version> = trajecten
            .into_iter()
            .map(|(id, versie, withdrawn)| (id, (id, versie, withdrawn.is_some())))
            .collect();
        clients
            .into_iter()
            .filter_map(|(inwoner, traject)| Some((inwoner, *trajecten.get(&traject)?)))
            .map(|(inwoner, version)| Ok((inwoner_id(&inwoner)?, version)))
            .collect()
    }
}

fn number(versions: &BTreeSet<Version>) -> u64 {
    let mut hasher = DefaultHasher::new();
    versions.hash(&mut hasher);
    hasher.finish()
}
