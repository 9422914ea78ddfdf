use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use super::Findings;
use crate::{
    domain::{Gegevensgroep, InwonerId, Partij, PartijId, Reden},
    federation::MedeClient,
    request::{
        decide::{Besluit, Vraag},
        load::Dossier,
        withhold::{Gedeeld, Steun},
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
    pub(super) second: HashMap<Vraag, MedeClient>,
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

    /// Why something could not be decided, read or logged; `None` where everything could, whatever was decided.
    pub fn cut_off(&self) -> Option<Reden> {
        let mut reasons = self.besluiten.values().map(Besluit::reden);
        reasons.find(|reden| {
            matches!(
                reden,
                Reden::LogNietBereikbaar | Reden::BronNietBereikbaar | Reden::RegisterNietBereikbaar
            )
        })
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
        let second = self.second.values().map(|second| &second.inwoner);
        asked.chain(kept).chain(second).cloned()
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
        let dossier = self.dossier(inwoner, partij);
        let Steun { besluit, mede_client } = self.steun(besluit);
        Gedeeld::shown(dossier.and_then(take), besluit, mede_client)
    }

    /// Something that is made by looking into records, here and perhaps in another room: told as long as all that was
    /// looked into may be, whether it said yes or no.
    pub fn by_looking<T>(
        &self,
        elsewhere: Option<&Findings>,
        look: impl FnOnce(&Looks<'_, D>) -> T,
    ) -> Gedeeld<T> {
        let told = look(&self.looks(elsewhere));
        let elsewhere = elsewhere.into_iter().flat_map(Findings::steunen);
        Gedeeld::resting_on(told, self.steunen().chain(elsewhere).collect())
    }

    pub(super) fn looks<'a>(&'a self, elsewhere: Option<&'a Findings>) -> Looks<'a, D> {
        Looks {
            verstrekt: self,
            elsewhere,
        }
    }

    /// All that was allowed, and so looked into.
    pub(super) fn steunen(&self) -> impl Iterator<Item = Steun> {
        let allowed = self.besluiten.values().filter(|besluit| besluit.is_toegestaan());
        allowed.map(|besluit| self.steun(besluit))
    }

    fn dossier(&self, inwoner: &InwonerId, partij: &PartijId) -> Option<&D> {
        let kept = self.canonical.get(inwoner).unwrap_or(inwoner);
        self.dossiers.get(&(partij.clone(), kept.clone()))
    }

    /// A joint group rests on the second client's agreement too.
    fn steun(&self, besluit: &Besluit) -> Steun {
        let mede_client = self.second.get(besluit.vraag()).cloned();
        let besluit = besluit.clone();
        Steun {
            besluit: match mede_client {
                Some(_) => besluit.ending_by(self.mede_tot),
                None => besluit,
            },
            mede_client,
        }
    }
}

/// What can be looked into, without taking anything out but yes or no.
pub struct Looks<'a, D> {
    verstrekt: &'a Verstrekt<D>,
    elsewhere: Option<&'a Findings>,
}

impl<D: Dossier> Looks<'_, D> {
    /// Whether a resident's record at an owner says so: no where one of these groups is withheld, as where it says
    /// otherwise or isn't there.
    pub fn say_so(
        &self,
        inwoner: &InwonerId,
        partij: &PartijId,
        groepen: &BTreeSet<Gegevensgroep>,
        say_so: impl FnOnce(&D) -> bool,
    ) -> bool {
        let is_allowed = |groep: &Gegevensgroep| {
            let vraag = Vraag {
                inwoner: inwoner.clone(),
                bronhouder: partij.clone(),
                groep: *groep,
            };
            self.verstrekt
                .besluiten
                .get(&vraag)
                .is_some_and(Besluit::is_toegestaan)
        };
        groepen.iter().all(is_allowed) && self.verstrekt.dossier(inwoner, partij).is_some_and(say_so)
    }

    /// Whether the look in another room said so; no where there was none.
    pub fn elsewhere_say_so(&self, inwoner: &InwonerId) -> bool {
        self.elsewhere.is_some_and(|findings| findings.contains(inwoner))
    }
}
