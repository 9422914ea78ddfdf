use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use crate::{
    domain::{Gegevensgroep, InwonerId, Partij, PartijId, Reden},
    request::{
        decide::{Besluit, Vraag},
        load::Dossier,
        withhold::Gedeeld,
    },
};

/// What may be told: decided, loaded, logged and checked. The only maker of [`Gedeeld`].
pub struct Verstrekt<D> {
    pub(super) registerversie: Option<i64>,
    pub(super) partijen: Vec<Partij>,
    pub(super) besluiten: HashMap<Vraag, Besluit>,
    pub(super) canonical: HashMap<InwonerId, InwonerId>,
    pub(super) gezamenlijk: BTreeSet<Gegevensgroep>,
    pub(super) dossiers: HashMap<(PartijId, InwonerId), D>,
    /// The earliest end of a second client's grant.
    pub(super) mede_tot: Option<DateTime<Utc>>,
}

impl<D: Dossier> Verstrekt<D> {
    /// The register's version that proves it; `None` when the register couldn't be reached.
    pub fn registerversie(&self) -> Option<i64> {
        self.registerversie
    }

    /// Why nothing at all may be told; `None` where something may, and where nothing was asked.
    pub fn withheld(&self) -> Option<Reden> {
        let is_told = self.besluiten.values().any(Besluit::is_toegestaan);
        let mut reasons = self.besluiten.values().map(Besluit::reden);
        reasons.next().filter(|_| !is_told)
    }

    /// The parties that own such records, in the fixed order, whether they know the resident or not.
    pub fn partijen(&self) -> &[Partij] {
        &self.partijen
    }

    /// One group of one resident at one owner: the value, or null with the reason.
    pub fn deel<T>(
        &self,
        inwoner: &InwonerId,
        partij: &PartijId,
        groep: Gegevensgroep,
        take: impl FnOnce(&D) -> Option<T>,
    ) -> Gedeeld<T> {
        let vraag = Vraag {
            inwoner: inwoner.clone(),
            bronhouder: partij.clone(),
            groep,
        };
        let Some(besluit) = self.besluiten.get(&vraag) else {
            return Gedeeld::not_planned();
        };
        if !besluit.is_toegestaan() {
            return Gedeeld::shown(None, besluit.clone(), None);
        }
        let kept = self.canonical.get(inwoner).unwrap_or(inwoner);
        let dossier = self.dossiers.get(&(partij.clone(), kept.clone()));
        let mede_client = dossier
            .filter(|_| self.gezamenlijk.contains(&groep))
            .and_then(Dossier::mede_client);
        let besluit = if mede_client.is_some() {
            besluit.clone().ending_by(self.mede_tot)
        } else {
            besluit.clone()
        };
        Gedeeld::shown(dossier.and_then(take), besluit, mede_client.cloned())
    }
}
