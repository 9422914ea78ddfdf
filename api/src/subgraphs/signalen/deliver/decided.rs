use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Page, Undelivered, Verwezen};
use crate::{
    domain::{Geadresseerden, Handeling, InwonerId, PartijId, Reden},
    register::{Ingericht, Oordeel, Register},
    request::{
        RequestContext,
        decide::{Besluit, Vraag, decide_own},
        log::{LogRecord, Uitkomst},
    },
    subgraphs::common::PartijInfo,
};

/// A signal that may be told: decided, logged and checked.
#[derive(Clone, Debug)]
pub struct Bezorgd {
    /// The signal.
    pub signaal: Verwezen,
    /// The party where it happened.
    pub bronhouder: PartijInfo,
    ground: Ground,
}

/// Why a signal is told, or not.
#[derive(Clone, Debug)]
enum Ground {
    /// The decisions on the groups that a consent names to which something happened: of that hears whoever of its receiver
    /// nothing but a consent could keep from one of these groups.
    NamesReceiver(Vec<Besluit>),
    /// The decisions on the groups that tell as much: all of them must allow it.
    Decisions(Vec<Besluit>),
    /// It happened at a party that the receiver doesn't know.
    OutOfReach,
}

/// Signals in order, each with the decision on it.
pub(super) struct Decided {
    ingericht: Arc<Ingericht>,
    signalen: Vec<(Verwezen, Ground)>,
    /// Whether more were left to look at, though these don't fill the page.
    is_cut_short: bool,
    /// The oldest version of the register that decided, with that of the inrichting.
    versies: Option<(i64, i64)>,
}

impl Bezorgd {
    /// The decisions by which another party's data is told; none where it rests on none.
    pub fn shared_by(&self) -> impl Iterator<Item = &Besluit> {
        self.ground.shared()
    }
}

impl Ground {
    fn tells(&self) -> bool {
        match self {
            Self::NamesReceiver(besluiten) => besluiten.iter().any(is_for_consent),
            Self::Decisions(besluiten) => {
                !besluiten.is_empty() && besluiten.iter().all(Besluit::is_toegestaan)
            }
            Self::OutOfReach => false,
        }
    }

    /// The decisions of the register by which it is told; none where it isn't.
    fn resting_on(&self) -> impl Iterator<Item = &Besluit> {
        let besluiten = match self {
            Self::Decisions(besluiten) | Self::NamesReceiver(besluiten) if self.tells() => besluiten,
            _ => &[][..],
        };
        besluiten.iter().filter(|besluit| !is_own(besluit))
    }

    /// What is withheld is shared by nothing.
    fn shared(&self) -> impl Iterator<Item = &Besluit> {
        let besluiten = match self {
            Self::Decisions(besluiten) if self.tells() => besluiten.as_slice(),
            _ => &[],
        };
        besluiten.iter().filter(|besluit| !is_own(besluit))
    }

    /// What is noted of it: that it was told of a consent tells of no group.
    fn noted(&self) -> &[Besluit] {
        match self {
            Self::NamesReceiver(_) if self.tells() => &[],
            Self::Decisions(besluiten) | Self::NamesReceiver(besluiten) => besluiten,
            Self::OutOfReach => &[],
        }
    }
}

fn is_own(besluit: &Besluit) -> bool {
    besluit.reden() == Reden::ToegestaanEigen
}

/// Whether it is for a consent to open the group to this caller: neither role, purpose nor involvement keeps it from them.
fn is_for_consent(besluit: &Besluit) -> bool {
    !matches!(
        besluit.reden(),
        Reden::GroepBuitenBereik | Reden::RolNietBevoegd | Reden::DoelNietGedekt | Reden::NietBetrokken
    )
}

impl Decided {
    pub(super) fn new(ingericht: Arc<Ingericht>) -> Self {
        Self {
            ingericht,
            signalen: Vec::new(),
            is_cut_short: false,
            versies: None,
        }
    }

    /// Decides on more signals, all in one question.
    pub(super) async fn add(
        &mut self,
        context: &RequestContext,
        register: &dyn Register,
        signalen: Vec<Verwezen>,
    ) -> Result<(), Undelivered> {
        let caller = context.caller.partij();
        let vragen: BTreeSet<Vraag> = signalen.iter().flat_map(|one| vragen(one, caller)).collect();
        let mut besluiten: HashMap<Vraag, Besluit> = HashMap::new();
        let (mut asked, mut inwoners) = (Vec::new(), BTreeSet::new());
        for vraag in vragen {
            if let Some(own) = decide_own(&context.caller, &vraag) {
                besluiten.insert(vraag, own);
            } else {
                inwoners.insert(vraag.inwoner.clone());
                asked.push(vraag);
            }
        }
        if !asked.is_empty() {
            let inwoners: Vec<InwonerId> = inwoners.into_iter().collect();
            let oordeel = register.evaluate(&context.caller, &inwoners, asked).await?;
            besluiten.extend(self.take_over(oordeel));
        }
        let grounded = signalen.into_iter().map(|signaal| {
            let ground = self.ground(context, &signaal, &besluiten);
            (signaal, ground)
        });
        let grounded: Vec<_> = grounded.collect();
        self.signalen.extend(grounded);
        Ok(())
    }

    fn take_over(&mut self, oordeel: Oordeel) -> Vec<(Vraag, Besluit)> {
        let oldest = (oordeel.registerversie, oordeel.inrichting_versie);
        self.versies = Some(self.versies.map_or(oldest, |known| known.min(oldest)));
        let gezamenlijk = &self.ingericht.inrichting.gezamenlijke_groepen;
        let alone = |besluit: Besluit| {
            // Whether there is a second client, and what they agreed to, isn't known here.
            if besluit.is_toegestaan() && gezamenlijk.contains(&besluit.vraag().groep) {
                Besluit::withheld(besluit.vraag().clone(), Reden::TweedeClientNietAkkoord)
            } else {
                besluit
            }
        };
        oordeel
            .besluiten
            .into_iter()
            .map(|besluit| (besluit.vraag().clone(), alone(besluit)))
            .collect()
    }

    /// No decision, no signal.
    fn ground(
        &self,
        context: &RequestContext,
        signaal: &Verwezen,
        besluiten: &HashMap<Vraag, Besluit>,
    ) -> Ground {
        if self
            .find_partij(context.caller.partij(), &signaal.bronhouder)
            .is_none()
        {
            return Ground::OutOfReach;
        }
        let vragen = vragen(signaal, context.caller.partij());
        let decided: Option<Vec<Besluit>> = vragen.map(|vraag| besluiten.get(&vraag).cloned()).collect();
        let names_receiver = signaal.soort.regel().geadresseerden == Geadresseerden::GenoemdeOntvanger;
        match decided {
            None => Ground::OutOfReach,
            Some(decided) if names_receiver => Ground::NamesReceiver(decided),
            Some(decided) => Ground::Decisions(decided),
        }
    }

    fn find_partij(&self, caller: &PartijId, bronhouder: &PartijId) -> Option<PartijInfo> {
        let samenwerking = self.ingericht.inrichting.samenwerking_of(caller)?;
        samenwerking.find_partij(bronhouder).map(PartijInfo::from)
    }

    /// Leaves off what comes after so many signals that are told; whether there were more.
    pub(super) fn cut_to(&mut self, count: usize) -> bool {
        let mut told = self
            .signalen
            .iter()
            .enumerate()
            .filter(|(_, (_, ground))| ground.tells());
        let Some((first_too_many, _)) = told.nth(count) else {
            return false;
        };
        self.signalen.truncate(first_too_many);
        true
    }

    /// Ends the look before the page is full.
    pub(super) fn end_here(&mut self) {
        self.is_cut_short = true;
    }

    /// Those of which it isn't noted yet that they are told.
    pub(super) fn newly_told(&self) -> Vec<Uuid> {
        let told = self.signalen.iter().filter(|(_, ground)| ground.tells());
        let new = told.filter(|(signaal, _)| !signaal.is_verteld);
        new.map(|(signaal, _)| signaal.id).collect()
    }

    /// Whether each of them may be told.
    pub(super) fn tells_all(&self) -> bool {
        self.signalen.iter().all(|(_, ground)| ground.tells())
    }

    /// The number of the last signal that was decided on; `None` where there was none.
    fn read_to(&self) -> Option<i64> {
        self.signalen.last().map(|(signaal, _)| signaal.volgnummer)
    }

    /// One record per resident and owner; a signal about a consent tells of no group.
    pub(super) fn records(&self, caller: &PartijId, operatie: Uuid, op: DateTime<Utc>) -> Vec<LogRecord> {
        let mut outcomes: BTreeMap<(&InwonerId, &PartijId), BTreeMap<_, Uitkomst>> = BTreeMap::new();
        let in_reach = self
            .signalen
            .iter()
            .filter(|(_, ground)| !matches!(ground, Ground::OutOfReach));
        for (signaal, ground) in in_reach {
            let bronhouder = owner(signaal, caller);
            let uitkomsten = outcomes.entry((&signaal.inwoner, bronhouder)).or_default();
            for besluit in ground.noted() {
                uitkomsten.insert(besluit.vraag().groep, Uitkomst::of(besluit, besluit.reden()));
            }
        }
        outcomes
            .into_iter()
            .map(|((inwoner, bronhouder), uitkomsten)| LogRecord {
                operatie,
                op,
                inwoner: inwoner.clone(),
                bronhouder: bronhouder.clone(),
                registerversie: self.versies.map(|(registerversie, _)| registerversie),
                inrichting: self.versies.map(|(_, inrichting)| inrichting),
                handeling: Handeling::Verstrekken,
                uitkomsten: uitkomsten.into_values().collect(),
            })
            .collect()
    }

    /// Asks the register once more; `None` when something changed and all must be decided anew.
    pub(super) async fn check(
        self,
        context: &RequestContext,
        register: &dyn Register,
        now: impl Fn() -> DateTime<Utc>,
    ) -> Result<Option<Page>, Undelivered> {
        let rests_on = || self.signalen.iter().flat_map(|(_, ground)| ground.resting_on());
        let mut registerversie = None;
        if let (Some((since, inrichting)), Some(_)) = (self.versies, rests_on().next()) {
            let inwoners: BTreeSet<InwonerId> = rests_on()
                .map(|besluit| besluit.vraag().inwoner.clone())
                .collect();
            let inwoners: Vec<InwonerId> = inwoners.into_iter().collect();
            let changes = register.changes(since, &inwoners).await?;
            let now = now();
            let has_ended = rests_on().any(|besluit| besluit.has_ended(now));
            if inrichting != self.ingericht.versie || !changes.changed.is_nothing() || has_ended {
                return Ok(None);
            }
            registerversie = Some(changes.registerversie);
        }
        let caller = context.caller.partij();
        let told = self.signalen.iter().filter(|(_, ground)| ground.tells());
        let signalen = told.filter_map(|(signaal, ground)| {
            let bronhouder = self.find_partij(caller, &signaal.bronhouder)?;
            Some(Bezorgd {
                signaal: signaal.clone(),
                bronhouder,
                ground: ground.clone(),
            })
        });
        Ok(Some(Page {
            signalen: signalen.collect(),
            has_next: false,
            looked_to: self
                .signalen
                .last()
                .map(|(signaal, _)| signaal.id)
                .filter(|_| self.is_cut_short),
            read_to: self.read_to(),
            registerversie,
        }))
    }
}

fn vragen<'a>(signaal: &'a Verwezen, caller: &'a PartijId) -> impl Iterator<Item = Vraag> + 'a {
    signaal.groepen.iter().map(move |groep| Vraag {
        inwoner: signaal.inwoner.clone(),
        bronhouder: owner(signaal, caller).clone(),
        groep: *groep,
    })
}

/// Whose record a signal tells of: a referral is an own record to who submitted it too.
fn owner<'a>(signaal: &'a Verwezen, caller: &'a PartijId) -> &'a PartijId {
    if signaal.als_indiener {
        caller
    } else {
        &signaal.bronhouder
    }
}
