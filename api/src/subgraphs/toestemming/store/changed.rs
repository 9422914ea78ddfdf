use std::collections::BTreeSet;

use schakel_entity::toestemming::{gebeurtenis, koppelgebeurtenis};
use sea_orm::{ColumnTrait, Condition, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::RegisterStore;
use crate::{domain::InwonerId, subgraphs::common::words::inwoner_id};

impl RegisterStore {
    /// For which of these residents a decision may have changed after a version: by an event, or by a coupling
    /// that says who works with them. Requests change no decision.
    pub async fn changed_since(&self, since: i64, inwoners: &[InwonerId]) -> Result<Vec<InwonerId>, DbErr> {
        let ids: Vec<&str> = inwoners.iter().map(InwonerId::as_str).collect();
        let mut changed: BTreeSet<String> = self.with_events(since, &ids).await?.into_iter().collect();
        for (inwoner, voorheen) in self.coupled(since, &ids).await? {
            let touched = std::iter::once(inwoner).chain(voorheen);
            changed.extend(touched.filter(|id| ids.contains(&id.as_str())));
        }
        changed.iter().map(|id| inwoner_id(id)).collect()
    }

    async fn with_events(&self, since: i64, ids: &[&str]) -> Result<Vec<String>, DbErr> {
        use gebeurtenis::Column;
        gebeurtenis::Entity::find()
            .select_only()
            .column(Column::Inwoner)
            .distinct()
            .filter(Column::Versie.gt(since))
            .filter(Column::Inwoner.is_in(ids.iter().copied()))
            .into_tuple()
            .all(&self.db)
            .await
    }

    async fn coupled(&self, since: i64, ids: &[&str]) -> Result<Vec<(String, Option<String>)>, DbErr> {
        use koppelgebeurtenis::Column;
        let named = Condition::any()
            .add(Column::Inwoner.is_in(ids.iter().copied()))
            .add(Column::Voorheen.is_in(ids.iter().copied()));
        koppelgebeurtenis::Entity::find()
            .select_only()
            .columns([Column::Inwoner, Column::Voorheen])
            .filter(Column::Versie.gt(since))
            .filter(named)
            .into_tuple()
            .all(&self.db)
            .await
    }
}
