use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::{
    agreement::{Agreed, Agreement},
    attempt::Way,
    logged::Logged,
};
use crate::{
    domain::{Handeling, InwonerId, PartijId, Reden},
    federation::MedeClient,
    request::{
        decide::{Besluit, Vraag},
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
    pub(super) second: HashMap<Vraag, MedeClient>,
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

    /// In a traject with two clients the joint groups need the grant of both, and so does what another group tells of them.
    async fn ask_second_clients(&mut self) {
        let agreements = self.agreements();
        if agreements.is_empty() {
            return;
        }
        let vragen: HashSet<Vraag> = agreements.iter().flat_map(Agreement::vragen).collect();
        let inwoners: BTreeSet<_> = vragen.iter().map(|vraag| vraag.inwoner.clone()).collect();
        let inwoners: Vec<_> = inwoners.into_iter().collect();
        let decided = self.way.ask(&inwoners, vragen.into_iter().collect()).await;
        for agreement in agreements {
            self.settle(agreement, &decided);
        }
    }

    fn agreements(&self) -> Vec<Agreement> {
        let allowed = self
            .way
            .besluiten
            .iter()
            .filter(|(_, besluit)| besluit.is_toegestaan());
        let agreement = |(vraag, _): (&Vraag, _)| {
            let dossier = self.dossiers.get(&self.way.kept_under(vraag))?;
            let joint = &self.way.gezamenlijk;
            let drawn_on = B::Dossier::draws_on(vraag.groep).iter().copied();
            let agreement = Agreement {
                first: vraag.clone(),
                second: dossier.mede_client()?.clone(),
                is_joint: joint.contains(&vraag.groep),
                drawn_on: drawn_on.filter(|groep| joint.contains(groep)).collect(),
            };
            Some(agreement).filter(Agreement::is_needed)
        };
        allowed.filter_map(agreement).collect()
    }

    fn settle(&mut self, agreement: Agreement, decided: &HashMap<Vraag, Besluit>) {
        let agreed = agreement.agreed(decided);
        if agreement.is_joint || agreed.is_some() {
            let told = agreed.as_ref().map(|agreed| agreed.joint.clone());
            let second = MedeClient {
                inwoner: agreement.second.clone(),
                groepen: told.unwrap_or_default(),
            };
            self.second.insert(agreement.first.clone(), second);
        }
        if let Some(Agreed { joint, tot }) = agreed {
            self.mede_tot = [self.mede_tot, tot].into_iter().flatten().min();
            if let Some(dossier) = self.dossiers.get_mut(&self.way.kept_under(&agreement.first)) {
                dossier.open(agreement.first.groep, &joint);
            }
        } else if agreement.is_joint {
            self.silence(agreement.first);
        }
    }

    /// All second clients who were asked.
    pub(super) fn mede_clients(&self) -> BTreeSet<InwonerId> {
        let second = self.second.values();
        second.map(|second| second.inwoner.clone()).collect()
    }

    fn silence(&mut self, vraag: Vraag) {
        if let Some(dossier) = self.dossiers.get_mut(&self.way.kept_under(&vraag)) {
            dossier.clear(vraag.groep);
        }
        self.silenced.insert(vraag, Reden::TweedeClientNietAkkoord);
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
            let second = self.second.get(vraag).map(|second| second.inwoner.clone());
            outcomes
                .entry((&vraag.inwoner, &vraag.bronhouder))
                .or_default()
                .push(Uitkomst::of(besluit, reden).with_mede_client(second));
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
