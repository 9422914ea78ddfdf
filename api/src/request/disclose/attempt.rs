use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Discloser, Unanswered, Verstrekt};
use crate::{
    domain::{Gegevensgroep, InwonerId, PartijId, Reden},
    register::Oordeel,
    request::{
        RequestContext,
        decide::{Besluit, Vraag, decide_own},
        load::{Bron, Dossier, Toegestaan},
        log::{LogRecord, Uitkomst},
    },
};

/// One go at a set of questions, on one version of the register.
struct Way<'a, B: Bron> {
    discloser: &'a Discloser<B>,
    context: &'a RequestContext,
    operatie: Uuid,
    partijen: Vec<crate::domain::Partij>,
    gezamenlijk: BTreeSet<Gegevensgroep>,
    /// The version of the inrichting that named the parties and the joint groups.
    inrichting_versie: i64,
    op: DateTime<Utc>,
    /// Version of the register and of the inrichting; `None` when the register couldn't be reached.
    versies: Option<(i64, i64)>,
    besluiten: HashMap<Vraag, Besluit>,
    canonical: HashMap<InwonerId, InwonerId>,
}

/// Decided, nothing loaded yet.
pub(super) struct Attempt<'a, B: Bron>(Way<'a, B>);

/// Decided and loaded; the second client's agreement has been asked where a group needs it.
pub(super) struct Loaded<'a, B: Bron> {
    way: Way<'a, B>,
    dossiers: HashMap<(PartijId, InwonerId), B::Dossier>,
    /// Joint groups that the second client has not opened: shown as if nothing were there.
    silenced: HashMap<Vraag, Reden>,
    mede_clients: BTreeSet<InwonerId>,
    mede_tot: Option<DateTime<Utc>>,
}

/// Decided, loaded and durably logged.
pub(super) struct Logged<'a, B: Bron>(Loaded<'a, B>);

impl<'a, B: Bron> Attempt<'a, B> {
    pub(super) async fn decide(
        discloser: &'a Discloser<B>,
        context: &'a RequestContext,
        operatie: Uuid,
        inwoners: &[InwonerId],
        groepen: &BTreeSet<Gegevensgroep>,
    ) -> Result<Self, Unanswered> {
        let ingericht = discloser.register.inrichting().await.map_err(|error| {
            tracing::error!(%operatie, %error, "the parties are not known");
            Unanswered
        })?;
        let caller = &context.caller;
        let partijen: Vec<_> = ingericht
            .inrichting
            .houders(caller.partij(), B::SOORT)
            .cloned()
            .collect();
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
            way.discloser.bron.load(&toegestaan).await
        };
        let dossiers = loaded.unwrap_or_else(|error| {
            tracing::error!(operatie = %way.operatie, %error, "the records cannot be read");
            way.withhold(Reden::BronNietBereikbaar, |_| true);
            HashMap::new()
        });
        let mut loaded = Loaded {
            way,
            dossiers,
            silenced: HashMap::new(),
            mede_clients: BTreeSet::new(),
            mede_tot: None,
        };
        loaded.ask_second_clients().await;
        loaded
    }
}

impl<B: Bron> Way<'_, B> {
    /// Own records need no register; all else is withheld when it can't be reached.
    async fn ask(&mut self, inwoners: &[InwonerId], vragen: Vec<Vraag>) -> HashMap<Vraag, Besluit> {
        let caller = &self.context.caller;
        let (own, others): (Vec<_>, Vec<_>) = vragen
            .into_iter()
            .partition(|vraag| &vraag.bronhouder == caller.partij());
        let mut besluiten: HashMap<Vraag, Besluit> = own
            .into_iter()
            .filter_map(|vraag| decide_own(caller, &vraag).map(|besluit| (vraag, besluit)))
            .collect();
        match self
            .discloser
            .register
            .evaluate(caller, inwoners, others.clone())
            .await
        {
            Ok(Oordeel {
                registerversie,
                inrichting_versie,
                besluiten: decided,
                canonical,
            }) => {
                self.versies.get_or_insert((registerversie, inrichting_versie));
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

    fn withhold(&mut self, reden: Reden, which: impl Fn(&Besluit) -> bool) {
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

    fn kept_under(&self, vraag: &Vraag) -> (PartijId, InwonerId) {
        let kept = self.canonical.get(&vraag.inwoner).unwrap_or(&vraag.inwoner);
        (vraag.bronhouder.clone(), kept.clone())
    }
}

impl<'a, B: Bron> Loaded<'a, B> {
    /// In a traject with two clients the joint groups need the grant of both.
    async fn ask_second_clients(&mut self) {
        let mut second: HashMap<Vraag, Vec<Vraag>> = HashMap::new();
        for (vraag, besluit) in &self.way.besluiten {
            let mede = self
                .dossiers
                .get(&self.way.kept_under(vraag))
                .and_then(Dossier::mede_client);
            if let Some(mede) =
                mede.filter(|_| besluit.is_toegestaan() && self.way.gezamenlijk.contains(&vraag.groep))
            {
                let asked = Vraag {
                    inwoner: mede.clone(),
                    ..vraag.clone()
                };
                second.entry(asked).or_default().push(vraag.clone());
            }
        }
        if second.is_empty() {
            return;
        }
        self.mede_clients = second.keys().map(|vraag| vraag.inwoner.clone()).collect();
        let inwoners: Vec<_> = self.mede_clients.iter().cloned().collect();
        let decided = self.way.ask(&inwoners, second.keys().cloned().collect()).await;
        for (asked, firsts) in second {
            match decided.get(&asked) {
                Some(besluit) if besluit.is_toegestaan() => {
                    self.mede_tot = [self.mede_tot, besluit.tot()].into_iter().flatten().min();
                }
                _ => self.silence(firsts),
            }
        }
    }

    fn silence(&mut self, vragen: Vec<Vraag>) {
        for vraag in vragen {
            if let Some(dossier) = self.dossiers.get_mut(&self.way.kept_under(&vraag)) {
                dossier.clear(vraag.groep);
            }
            self.silenced.insert(vraag, Reden::TweedeClientNietAkkoord);
        }
    }

    /// Withholds what is not the caller's own.
    pub(super) fn withhold_shared(mut self, reden: Reden) -> Self {
        self.way
            .withhold(reden, |besluit| besluit.reden() != Reden::ToegestaanEigen);
        self
    }

    pub(super) async fn log(mut self) -> Logged<'a, B> {
        if let Err(error) = self
            .way
            .discloser
            .log
            .write(self.way.context, &self.records())
            .await
        {
            tracing::error!(operatie = %self.way.operatie, %error, "nothing is told");
            self.way.withhold(Reden::LogNietBereikbaar, |_| true);
            self.dossiers.clear();
        }
        Logged(self)
    }

    fn records(&self) -> Vec<LogRecord> {
        let mut outcomes: BTreeMap<(&InwonerId, &PartijId), Vec<Uitkomst>> = BTreeMap::new();
        for (vraag, besluit) in &self.way.besluiten {
            let reden = self.silenced.get(vraag).copied().unwrap_or(besluit.reden());
            outcomes
                .entry((&vraag.inwoner, &vraag.bronhouder))
                .or_default()
                .push(Uitkomst::of(besluit, reden));
        }
        outcomes
            .into_iter()
            .map(|((inwoner, bronhouder), mut uitkomsten)| {
                uitkomsten.sort_by_key(|uitkomst| uitkomst.groep);
                LogRecord {
                    operatie: self.way.operatie,
                    op: self.way.op,
                    inwoner: inwoner.clone(),
                    bronhouder: bronhouder.clone(),
                    registerversie: self.way.versies.map(|(registerversie, _)| registerversie),
                    inrichting: self.way.versies.map(|(_, inrichting)| inrichting),
                    uitkomsten,
                }
            })
            .collect()
    }
}

impl<B: Bron> Logged<'_, B> {
    /// Asks the register once more; `None` when something changed and all must be decided anew.
    pub(super) async fn check(self) -> Option<Verstrekt<B::Dossier>> {
        let way = &self.0.way;
        let is_shared =
            |besluit: &Besluit| besluit.is_toegestaan() && besluit.reden() != Reden::ToegestaanEigen;
        let shared = || way.besluiten.values().filter(|besluit| is_shared(besluit));
        let (Some((registerversie, inrichting_versie)), Some(_)) = (way.versies, shared().next()) else {
            return Some(self.give_up());
        };
        if inrichting_versie != way.inrichting_versie {
            return None;
        }
        let mut inwoners: BTreeSet<_> = shared().map(|besluit| besluit.vraag().inwoner.clone()).collect();
        inwoners.extend(self.0.mede_clients.iter().cloned());
        let inwoners: Vec<_> = inwoners.into_iter().collect();
        let changes = match way.discloser.register.changes(registerversie, &inwoners).await {
            Ok(changes) => changes,
            Err(error) => {
                tracing::error!(operatie = %way.operatie, %error, "the last check gets no answer");
                return Some(
                    self.0
                        .withhold_shared(Reden::RegisterNietBereikbaar)
                        .log()
                        .await
                        .give_up(),
                );
            }
        };
        let now = way.discloser.clock.now();
        let has_ended =
            shared().any(|besluit| besluit.has_ended(now)) || self.0.mede_tot.is_some_and(|end| end <= now);
        if !changes.changed.is_nothing() || has_ended {
            return None;
        }
        let mut proven = self.0;
        proven.way.versies = proven
            .way
            .versies
            .map(|(_, inrichting)| (changes.registerversie, inrichting));
        Some(Logged(proven).give_up())
    }

    /// Hands out what has been decided, loaded and logged, without (another) check.
    pub(super) fn give_up(self) -> Verstrekt<B::Dossier> {
        let Loaded {
            way,
            dossiers,
            mede_tot,
            ..
        } = self.0;
        Verstrekt {
            registerversie: way.versies.map(|(registerversie, _)| registerversie),
            partijen: way.partijen,
            besluiten: way.besluiten,
            canonical: way.canonical,
            gezamenlijk: way.gezamenlijk,
            dossiers,
            mede_tot,
        }
    }
}
