use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Discloser, Unanswered, loaded::Loaded};
use crate::{
    domain::{Gegevensgroep, Inrichting, InwonerId, Partij, PartijId, Reden},
    register::Oordeel,
    request::{
        RequestContext,
        decide::{Besluit, Vraag, decide_own},
        load::{Bron, Toegestaan},
    },
};

/// Whose records are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Those of every party of the caller's samenwerking that owns such records.
    Samenwerking,
    /// The caller's own.
    Own,
    /// Those of which the caller's party is a side, whatever kinds of records it owns.
    Side,
}

/// One go at a set of questions, on one version of the register.
pub(super) struct Way<'a, B: Bron> {
    pub(super) discloser: &'a Discloser<B>,
    pub(super) context: &'a RequestContext,
    pub(super) operatie: Uuid,
    pub(super) partijen: Vec<Partij>,
    pub(super) inrichting: Arc<Inrichting>,
    pub(super) gezamenlijk: BTreeSet<Gegevensgroep>,
    /// The version of the inrichting that named the parties and the joint groups.
    pub(super) inrichting_versie: i64,
    pub(super) op: DateTime<Utc>,
    /// Version of the register and of the inrichting; `None` when the register couldn't be reached.
    pub(super) versies: Option<(i64, i64)>,
    pub(super) besluiten: HashMap<Vraag, Besluit>,
    pub(super) canonical: HashMap<InwonerId, InwonerId>,
}

/// Decided, nothing loaded yet.
pub(super) struct Attempt<'a, B: Bron>(Way<'a, B>);

impl<'a, B: Bron> Attempt<'a, B> {
    pub(super) async fn decide(
        discloser: &'a Discloser<B>,
        context: &'a RequestContext,
        operatie: Uuid,
        inwoners: &[InwonerId],
        groepen: &BTreeSet<Gegevensgroep>,
        reach: Reach,
    ) -> Result<Self, Unanswered> {
        let ingericht = discloser.register.inrichting().await.map_err(|error| {
            tracing::error!(%operatie, %error, "the parties are not known");
            Unanswered
        })?;
        let caller = &context.caller;
        let inrichting = &ingericht.inrichting;
        let houders = || inrichting.houders(caller.partij(), B::SOORT).cloned();
        let partijen: Vec<_> = match reach {
            Reach::Samenwerking => houders().collect(),
            Reach::Own => houders().filter(|partij| &partij.id == caller.partij()).collect(),
            Reach::Side => inrichting
                .find_partij(caller.partij())
                .cloned()
                .into_iter()
                .collect(),
        };
        let vragen = partijen.iter().flat_map(|partij| {
            inwoners.iter().flat_map(|inwoner| {
                groepen.iter().map(|groep| Vraag {
                    inwoner: inwoner.clone(),
                    bronhouder: partij.id.clone(),
                    groep: *groep,
                })
            })
        });
        let mut way = Way {
            discloser,
            context,
            operatie,
            inrichting: Arc::clone(&ingericht.inrichting),
            gezamenlijk: ingericht.inrichting.gezamenlijke_groepen.clone(),
            inrichting_versie: ingericht.versie,
            partijen: partijen.clone(),
            op: discloser.clock.now(),
            versies: None,
            besluiten: HashMap::new(),
            canonical: HashMap::new(),
        };
        way.besluiten = way.ask(inwoners, vragen.collect()).await;
        Ok(Self(way))
    }

    pub(super) async fn load(self) -> Loaded<'a, B> {
        let mut way = self.0;
        let toegestaan = Toegestaan::of(&way.besluiten, &way.canonical);
        let loaded = if toegestaan.is_empty() {
            Ok(HashMap::new())
        } else {
            way.discloser.bron.load(&toegestaan, &way.inrichting).await
        };
        let mut dossiers = loaded.unwrap_or_else(|error| {
            tracing::error!(operatie = %way.operatie, %error, "the records cannot be read");
            way.withhold(Reden::BronNietBereikbaar, |_| true);
            HashMap::new()
        });
        let doel = way.context.caller.doel();
        for dossier in dossiers.values_mut() {
            way.discloser.bron.narrow(dossier, doel);
        }
        Loaded::with_second_clients(way, dossiers).await
    }
}

impl<B: Bron> Way<'_, B> {
    /// Own records need no register; all else is withheld when it can't be reached.
    pub(super) async fn ask(
        &mut self,
        inwoners: &[InwonerId],
        vragen: Vec<Vraag>,
    ) -> HashMap<Vraag, Besluit> {
        let caller = &self.context.caller;
        let (own, others): (Vec<_>, Vec<_>) = vragen
            .into_iter()
            .partition(|vraag| &vraag.bronhouder == caller.partij());
        let mut besluiten: HashMap<Vraag, Besluit> = own
            .into_iter()
            .filter_map(|vraag| decide_own(caller, &vraag).map(|besluit| (vraag, besluit)))
            .collect();
        let asking = self.discloser.register.evaluate(caller, inwoners, others.clone());
        match self.context.trace_id.carry(asking).await {
            Ok(Oordeel {
                registerversie,
                inrichting_versie,
                op,
                besluiten: decided,
                canonical,
            }) => {
                if self.versies.is_none() {
                    self.versies = Some((registerversie, inrichting_versie));
                    // The register's clock decides: by it the decision can be made again.
                    self.op = op;
                }
                self.canonical.extend(canonical);
                besluiten.extend(
                    others
                        .into_iter()
                        .zip(decided)
                        .filter(|(vraag, besluit)| vraag == besluit.vraag()),
                );
            }
            Err(error) => {
                tracing::error!(operatie = %self.operatie, %error, "the register gives no decision");
                besluiten.extend(others.into_iter().map(|vraag| {
                    let besluit = Besluit::withheld(vraag.clone(), Reden::RegisterNietBereikbaar);
                    (vraag, besluit)
                }));
            }
        }
        besluiten
    }

    pub(super) fn withhold(&mut self, reden: Reden, which: impl Fn(&Besluit) -> bool) {
        for besluit in self
            .besluiten
            .values_mut()
            .filter(|besluit| besluit.is_toegestaan())
        {
            if which(besluit) {
                *besluit = Besluit::withheld(besluit.vraag().clone(), reden);
            }
        }
    }

    pub(super) fn kept_under(&self, vraag: &Vraag) -> (PartijId, InwonerId) {
        let kept = self.canonical.get(&vraag.inwoner).unwrap_or(&vraag.inwoner);
        (vraag.bronhouder.clone(), kept.clone())
    }
}
