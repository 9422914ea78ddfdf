use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use super::{attempt::Way, logged::Logged};
use crate::{
    domain::{Handeling, InwonerId, PartijId, Reden},
    request::{
        decide::Vraag,
        load::{Bron, Dossier},
        log::{LogRecord, Uitkomst},
    },
};

/// Decided and loaded; the second client's agreement has been asked where a group needs it.
pub(super) struct Loaded<'a, B: Bron> {
    pub(super) way: Way<'a, B>,
    pub(super) dossiers: HashMap<(PartijId, InwonerId), B::Dossier>,
    /// Joint groups that the second client has not opened: shown as if nothing were there.
    pub(super) silenced: HashMap<Vraag, Reden>,
    /// The second client who was asked, per question.
    pub(super) second: HashMap<Vraag, InwonerId>,
    pub(super) mede_tot: Option<DateTime<Utc>>,
}

impl<'a, B: Bron> Loaded<'a, B> {
    /// What was loaded, after the second clients' agreement has been asked.
    pub(super) async fn with_second_clients(
        way: Way<'a, B>,
        dossiers: HashMap<(PartijId, InwonerId), B::Dossier>,
    ) -> Self {
        let mut loaded = Self {
            way,
            dossiers,
            silenced: HashMap::new(),
            second: HashMap::new(),
            mede_tot: None,
        };
        loaded.ask_second_clients().await;
        loaded
    }

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
        for (asked, firsts) in &second {
            let pairs = firsts.iter().map(|first| (first.clone(), asked.inwoner.clone()));
            self.second.extend(pairs);
        }
        let inwoners: Vec<_> = self.mede_clients().into_iter().collect();
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

    /// All second clients who were asked.
    pub(super) fn mede_clients(&self) -> BTreeSet<InwonerId> {
        self.second.values().cloned().collect()
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
        Logged::of(self)
    }

    pub(super) fn records(&self) -> Vec<LogRecord> {
        let mut outcomes: BTreeMap<(&InwonerId, &PartijId), Vec<Uitkomst>> = BTreeMap::new();
        for (vraag, besluit) in &self.way.besluiten {
            let reden = self.silenced.get(vraag).copied().unwrap_or(besluit.reden());
            outcomes
                .entry((&vraag.inwoner, &vraag.bronhouder))
                .or_default()
                .push(Uitkomst::of(besluit, reden).with_mede_client(self.second.get(vraag).cloned()));
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
                    handeling: Handeling::Verstrekken,
                    uitkomsten,
                }
            })
            .collect()
    }
}
