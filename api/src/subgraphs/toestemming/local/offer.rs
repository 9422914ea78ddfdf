use std::collections::BTreeSet;

use sea_orm::DbErr;

use super::LocalRegister;
use crate::{
    domain::{InwonerId, PartijId},
    request::decide::{Aanbodvraag, Registerbeeld},
};

impl LocalRegister {
    /// To whom each of these may be offered now, all on one version.
    pub(super) async fn offer_all(&self, vragen: &[Aanbodvraag]) -> Result<Vec<Vec<PartijId>>, DbErr> {
        let inwoners: BTreeSet<InwonerId> = vragen.iter().map(|vraag| vraag.inwoner.clone()).collect();
        let inwoners: Vec<InwonerId> = inwoners.into_iter().collect();
        let canonical = self.store.canonical(&inwoners).await?;
        let stand = self.store.stand().await?;
        let ingericht = self.ingericht(stand.inrichting).await?;
        let op = self.clock.now();
        let samenwerkingen = ingericht.inrichting.samenwerkingen.iter();
        let partijen: Vec<PartijId> = samenwerkingen
            .flat_map(|samenwerking| &samenwerking.partijen)
            .map(|partij| partij.id.clone())
            .collect();
        let beeld = self.snapshot(stand, &ingericht, &canonical, &partijen).await?;
        // What is not offered never comes back; whether it may be told is decided at each reading.
        let beeld = Registerbeeld {
            trajectberichten: beeld.trajectberichten.however_old(),
            ..beeld
        };
        Ok(vragen.iter().map(|vraag| vraag.ontvangers(&beeld, op)).collect())
    }
}
