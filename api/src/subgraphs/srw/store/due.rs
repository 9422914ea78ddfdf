//! What happens to referrals by the clock.

use chrono::{DateTime, Utc};
use sea_orm::{Condition, DbErr};

use super::Werklijst;
use crate::{
    domain::{Gegevensgroep, SignaalSoort},
    register::Ingericht,
    subgraphs::{
        common::words::{inwoner_id, partij_id},
        outbox::{ByTheClock, Gebeurd},
    },
    termijnen::{Telling, TermijnToestand},
};

/// Referrals that have waited nearly too long for terugkoppeling, or longer.
#[async_trait::async_trait]
impl ByTheClock for Werklijst {
    async fn due(&self, ingericht: &Ingericht, now: DateTime<Utc>) -> Result<Vec<Gebeurd>, DbErr> {
        let mut due = Vec::new();
        let waiting = self.waiting(Condition::all()).await?;
        let indieners = self.indieners(&waiting).await?;
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
            let gebeurd = Gebeurd::new(soort, inwoner, bronhouder)
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
