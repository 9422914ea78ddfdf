use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use schakel_entity::toestemming::gebeurtenis::{Column, Entity};
use sea_orm::{ColumnTrait, DbErr, DerivePartialModel, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::RegisterStore;
use crate::{
    domain::{Doel, InwonerId, PartijId},
    request::decide::{Gebeurtenis, GebeurtenisSoort},
};

/// What a decision reads of an event: every request reads many events, and few of their columns.
#[derive(DerivePartialModel)]
#[sea_orm(entity = "Entity")]
struct Decisive {
    versie: i64,
    soort: String,
    toestemming: Uuid,
    inwoner: String,
    bronhouder: String,
    ontvanger: String,
    groepen: String,
    doel: String,
    geldig_van: Option<DateTime<Utc>>,
    geldig_tot: Option<DateTime<Utc>>,
    grond: Option<String>,
}

impl RegisterStore {
    /// The events between these owners and this receiver, per resident, in order of version.
    pub async fn events_between(
        &self,
        inwoners: &[InwonerId],
        bronhouders: &BTreeSet<PartijId>,
        ontvanger: &PartijId,
    ) -> Result<HashMap<InwonerId, Vec<Gebeurtenis>>, DbErr> {
        let mut events: HashMap<_, Vec<_>> = HashMap::new();
        if inwoners.is_empty() || bronhouders.is_empty() {
            return Ok(events);
        }
        let rows = Entity::find()
            .filter(Column::Inwoner.is_in(inwoners.iter().map(InwonerId::as_str)))
            .filter(Column::Ontvanger.eq(ontvanger.as_str()))
            .filter(Column::Bronhouder.is_in(bronhouders.iter().map(PartijId::as_str)))
            .order_by_asc(Column::Versie)
            .into_partial_model::<Decisive>()
            .all(&self.db)
            .await?;
        for row in rows {
            let inwoner = InwonerId::new(row.inwoner.as_str()).map_err(unreadable)?;
            events.entry(inwoner).or_default().push(row.read()?);
        }
        Ok(events)
    }
}

impl Decisive {
    fn read(self) -> Result<Gebeurtenis, DbErr> {
        let partij = |text: String| PartijId::new(text).map_err(unreadable);
        Ok(Gebeurtenis {
            versie: self.versie,
            soort: GebeurtenisSoort::from_word(&self.soort).ok_or_else(|| unreadable("soort"))?,
            toestemming: self.toestemming,
            bronhouder: partij(self.bronhouder)?,
            ontvanger: partij(self.ontvanger)?,
            groepen: serde_json::from_str(&self.groepen).map_err(unreadable)?,
            doel: Doel::from_word(&self.doel).ok_or_else(|| unreadable("doel"))?,
            geldig_van: self.geldig_van,
            geldig_tot: self.geldig_tot,
            grond: self.grond,
        })
    }
}

fn unreadable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("a stored event cannot be read: {error}"))
}
