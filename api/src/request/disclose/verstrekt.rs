use std::collections::HashMap;

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
    pub(super) dossiers: HashMap<(PartijId, InwonerId), D>,
    /// The earliest end of a second client's grant.
    pub(super) mede_tot: Option<DateTime<Utc>>,
    /// The second client whose agreement it needed, per question.
    pub(super) second: HashMap<Vraag, InwonerId>,
    pub(super) is_unsettled: bool,
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

    /// Whether the register changed so often for these residents that nothing could be proven: it is worth
    /// another try, where there is time for one.
    pub fn is_unsettled(&self) -> bool {
        self.is_unsettled
    }

    pub(super) fn unsettled(self) -> Self {
        Self {
            is_unsettled: true,
            ..self
        }
    }

    /// Until when all of it holds (UTC): the earliest end of what it rests on. `None` where no end is known.
    pub fn tot(&self) -> Option<DateTime<Utc>> {
        let ends = self.besluiten.values().filter_map(Besluit::tot);
        ends.chain(self.mede_tot).min()
    }

    /// Everybody on whose grants or records it rests, by every id that is known of them.
    pub fn inwoners(&self) -> impl Iterator<Item = InwonerId> {
        let asked = self.besluiten.keys().map(|vraag| &vraag.inwoner);
        let kept = self.canonical.values();
        asked.chain(kept).chain(self.second.values()).cloned()
    }

    /// What the register decided: all but the caller's own.
    pub(super) fn shared(&self) -> impl Iterator<Item = &Besluit> {
        let decided = self.besluiten.values();
        decided.filter(|besluit| besluit.reden() != Reden::ToegestaanEigen)
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
        let mede_client = self.second.get(&vraag);
        let besluit = if mede_client.is_some() {
            besluit.clone().ending_by(self.mede_tot)
        } else {
            besluit.clone()
        };
        Gedeeld::shown(dossier.and_then(take), besluit, mede_client.cloned())
    }
}
