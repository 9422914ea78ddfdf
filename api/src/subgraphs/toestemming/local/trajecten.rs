use chrono::TimeDelta;
use sea_orm::DbErr;

use super::{
    super::{grant::events_of_traject_end, store::Told},
    LocalRegister,
};
use crate::{
    domain::InwonerId,
    register::{Trajectmelding, Trajectmeldingen},
};

impl LocalRegister {
    /// Keeps what owners told of their trajecten, for as long as the inrichting says; the grants that are bound to one that
    /// has ended, end.
    pub(super) async fn keep_told(&self, told: &Trajectmeldingen) -> Result<(), DbErr> {
        let inwoners: Vec<InwonerId> = told.trajecten.iter().map(|one| one.inwoner.clone()).collect();
        let canonical = self.store.canonical(&inwoners).await?;
        let trajecten: Vec<Trajectmelding> = told
            .trajecten
            .iter()
            .map(|one| Trajectmelding {
                inwoner: canonical.get(&one.inwoner).unwrap_or(&one.inwoner).clone(),
                ..one.clone()
            })
            .collect();
        let stand = self.store.stand().await?;
        let ingericht = self.ingericht(stand.inrichting).await?;
        let now = self.clock.now();
        let kept = Told {
            trajecten: &trajecten,
            bijgewerkt: &told.bijgewerkt,
            tot: now + TimeDelta::minutes(i64::from(ingericht.inrichting.trajectmelding_minuten)),
            op: now,
        };
        self.store
            .keep_told(kept, |history, binding| {
                events_of_traject_end(history, binding, now)
            })
            .await
    }
}
