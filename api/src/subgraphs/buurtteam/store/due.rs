//! What happens to buurtteamdossiers by the clock.

use chrono::{DateTime, TimeDelta, Utc};
use schakel_entity::buurtteam::dossier;
use sea_orm::{ColumnTrait, DatabaseConnection, DbErr, EntityTrait, QueryFilter};

use crate::{
    domain::{Gegevensgroep, SignaalSoort},
    publication::DossierStatus,
    register::Ingericht,
    subgraphs::{
        common::words::{inwoner_id, partij_id},
        outbox::{ByTheClock, Gebeurd},
    },
};

/// Open dossiers of which their source has told nothing for long, not even the same again.
pub struct DueBuurtteamdossiers {
    db: DatabaseConnection,
}

impl DueBuurtteamdossiers {
    /// Those in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        Self { db }
    }
}

#[async_trait::async_trait]
impl ByTheClock for DueBuurtteamdossiers {
    async fn due(&self, ingericht: &Ingericht, now: DateTime<Utc>) -> Result<Vec<Gebeurd>, DbErr> {
        let silence = TimeDelta::days(i64::from(ingericht.inrichting.bron_verouderd_dagen));
        let silent = dossier::Entity::find()
            .filter(dossier::Column::TeruggetrokkenOp.is_null())
            .filter(dossier::Column::Status.eq(DossierStatus::Open.word()))
            .filter(dossier::Column::GehoordOp.lte(now - silence))
            .all(&self.db)
            .await?;
        let gebeurd = silent.into_iter().map(|row| {
            let heard = row.gehoord_op.map(|op| op.to_rfc3339()).unwrap_or_default();
            let soort = SignaalSoort::BronVerouderd;
            let gebeurd = Gebeurd::to_record(
                row.id,
                soort,
                inwoner_id(&row.inwoner)?,
                partij_id(&row.bronhouder)?,
            )
            .telling([Gegevensgroep::BuurtteamStatus])
            .known_by(format!("{soort} {} {} {heard}", row.id, row.inwoner));
            Ok(gebeurd)
        });
        gebeurd.collect()
    }
}
