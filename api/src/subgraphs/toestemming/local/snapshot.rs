use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use sea_orm::DbErr;

use super::LocalRegister;
use crate::{
    domain::{Betrokkenheid, InwonerId, PartijId},
    register::{Herspeelvraag, Ingericht},
    request::decide::{Registerbeeld, Trajectberichten, Uitslag, judge},
    subgraphs::toestemming::store::Stand,
};

impl LocalRegister {
    /// What the register knew of these residents and receivers when it stood there. Events are only added and become
    /// visible in order, so all up to a version that was read before are there; later ones are left out by the
    /// decision. `canonical` tells under which id what is asked is kept.
    pub(in crate::subgraphs::toestemming) async fn snapshot(
        &self,
        stand: Stand,
        ingericht: &Ingericht,
        canonical: &HashMap<InwonerId, InwonerId>,
        partijen: &[PartijId],
    ) -> Result<Registerbeeld, DbErr> {
        let kept: Vec<InwonerId> = canonical.values().cloned().collect();
        let events = self.store.events_for(&kept, partijen).await?;
        let bindings: BTreeSet<_> = events
            .values()
            .flatten()
            .filter_map(|event| event.binding.as_ref())
            .collect();
        let berichten = self
            .store
            .trajectberichten(stand.versie, &kept, &bindings)
            .await?;
        let selective = selective(ingericht, partijen);
        let betrokkenheid = self.store.betrokkenheid(&kept, &selective).await?;
        Ok(Registerbeeld {
            versie: stand.versie,
            inrichting_versie: stand.inrichting,
            inrichting: Arc::clone(&ingericht.inrichting),
            gebeurtenissen: as_asked(canonical, &events),
            betrokkenheid: as_asked(canonical, &betrokkenheid),
            trajectberichten: Trajectberichten {
                lopend: as_asked(canonical, &berichten.lopend),
                ..berichten
            },
        })
    }

    /// Decides an old question on the register as it stood then; `None` for a version that there never was.
    pub(super) async fn decide_again(&self, asked: &Herspeelvraag) -> Result<Option<Uitslag>, DbErr> {
        let Herspeelvraag {
            vrager,
            vraag,
            registerversie,
            inrichting,
            op,
        } = asked;
        let stand = Stand {
            versie: *registerversie,
            inrichting: *inrichting,
        };
        let own = vrager.partij == vraag.bronhouder;
        if !own && stand.versie > self.store.stand().await?.versie {
            return Ok(None);
        }
        let ingericht = match self.find_ingericht(*inrichting).await? {
            Some(ingericht) => ingericht,
            // A party's own records need no inrichting.
            None if own => self
                .ingericht(self.store.stand().await?.inrichting)
                .await?
                .as_ref()
                .clone(),
            None => return Ok(None),
        };
        let canonical = self.store.canonical(std::slice::from_ref(&vraag.inwoner)).await?;
        let partij = std::slice::from_ref(&vrager.partij);
        let beeld = self.snapshot(stand, &ingericht, &canonical, partij).await?;
        Ok(Some(judge(vrager, vraag, &beeld, *op)))
    }

    /// The inrichting of an earlier version; `None` where that version made none.
    pub(in crate::subgraphs::toestemming) async fn find_ingericht(
        &self,
        versie: i64,
    ) -> Result<Option<Ingericht>, DbErr> {
        let found = self.store.find_inrichting(versie).await?;
        Ok(found.map(|inrichting| Ingericht {
            versie,
            inrichting: Arc::new(inrichting),
        }))
    }
}

/// Only of a party whose people see part of the residents need it be known who they are.
fn selective(ingericht: &Ingericht, partijen: &[PartijId]) -> Vec<PartijId> {
    let is_selective = |partij: &&PartijId| {
        let found = ingericht.inrichting.find_partij(partij);
        found.is_some_and(|found| found.betrokkenheid != Betrokkenheid::Partij)
    };
    partijen.iter().filter(is_selective).cloned().collect()
}

fn as_asked<T: Clone>(
    canonical: &HashMap<InwonerId, InwonerId>,
    found: &HashMap<InwonerId, T>,
) -> HashMap<InwonerId, T> {
    canonical
        .iter()
        .filter_map(|(asked, kept)| Some((asked.clone(), found.get(kept)?.clone())))
        .collect()
}
