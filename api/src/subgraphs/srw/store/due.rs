//! What happens to referrals by the clock.

use chrono::{DateTime, TimeDelta, Utc};
use schakel_entity::srw::{dossier, verwijzing};
use sea_orm::{
    ColumnTrait, Condition, DatabaseConnection, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};

use super::Werklijst;
use crate::{
    domain::{Gegevensgroep, SignaalSoort},
    publication::VerwijzingStatus,
    register::Ingericht,
    subgraphs::{
        common::words::{inwoner_id, partij_id},
        outbox::{ByTheClock, Gebeurd},
    },
    termijnen::{Telling, TermijnToestand},
};

/// Referrals that wait, and dossiers whose source is silent.
pub struct DueVerwijzingen {
    werklijst: Werklijst,
    db: DatabaseConnection,
}

/// Referrals that have waited nearly too long for terugkoppeling, or longer.
#[async_trait::async_trait]
impl ByTheClock for DueVerwijzingen {
    async fn due(&self, ingericht: &Ingericht, now: DateTime<Utc>) -> Result<Vec<Gebeurd>, DbErr> {
        let mut due = self.outdated(ingericht, now).await?;
        let waiting = self.werklijst.waiting(Condition::all()).await?;
        let indieners = self.werklijst.indieners(&waiting).await?;
        for waiting in &waiting {
            let bronhouder = partij_id(&waiting.bronhouder)?;
            let telling = Telling::of(&ingericht.inrichting, &bronhouder);
            let soort = match waiting.termijn(&telling).map(|termijn| termijn.toestand(now)) {
                Some(TermijnToestand::Nadert) => SignaalSoort::TermijnNadert,
                Some(TermijnToestand::Overschreden) => SignaalSoort::TermijnOverschreden,
                _ => continue,
            };
            let key = format!(
                "{soort} {} {} {}",
                waiting.dossier,
                waiting.bron_id,
                waiting.start()
            );
            let inwoner = inwoner_id(&waiting.inwoner)?;
            let indiener = waiting.indiening.and_then(|id| indieners.get(&id));
            let record = waiting.indiening.unwrap_or(waiting.dossier);
            let gebeurd = Gebeurd::to_record(record, soort, inwoner, bronhouder)
                .telling([Gegevensgroep::SrwStatus])
                .known_by(key);
            due.push(Gebeurd {
                ontvanger: indiener.cloned(),
                ..gebeurd
            });
        }
        Ok(due)
    }
}

/// Nothing more is heard of them.
const ENDED: [VerwijzingStatus; 3] = [
    VerwijzingStatus::Afgerond,
    VerwijzingStatus::Geweigerd,
    VerwijzingStatus::Ingetrokken,
];

impl DueVerwijzingen {
    /// Those in this database.
    pub fn new(db: DatabaseConnection) -> Self {
        let werklijst = Werklijst::new(db.clone());
        Self { werklijst, db }
    }

    /// Dossiers with a referral that hasn't ended, of which their source has told nothing for long, not even the same again.
    async fn outdated(&self, ingericht: &Ingericht, now: DateTime<Utc>) -> Result<Vec<Gebeurd>, DbErr> {
        let silence = TimeDelta::days(i64::from(ingericht.inrichting.bron_verouderd_dagen));
        let open = verwijzing::Entity::find()
            .select_only()
            .column(verwijzing::Column::Dossier)
            .filter(verwijzing::Column::Status.is_not_in(ENDED.map(VerwijzingStatus::word)))
            .into_query();
        let silent = dossier::Entity::find()
            .filter(dossier::Column::TeruggetrokkenOp.is_null())
            .filter(dossier::Column::GehoordOp.lte(now - silence))
            .filter(dossier::Column::Id.in_subquery(open))
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
            .telling([Gegevensgroep::SrwStatus])
            .known_by(format!("{soort} {} {} {heard}", row.id, row.inwoner));
            Ok(gebeurd)
        });
        gebeurd.collect()
    }
}
