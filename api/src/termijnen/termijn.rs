//! The deadlines of a record: those that its source publishes, and those that are derived from what happened in it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Aanvang, Afloop, Kalender, Looptijd, Maat, Opschorting, Opschortingen, TermijnToestand, Verloop,
};
use crate::{
    domain::{Inrichting, PartijId, Rol, TermijnCode, Termijnregel, words},
    publication::OpschortingReden,
};

words! {
    /// Who counted a deadline.
    TermijnHerkomst {
        /// The source, which published it.
        Bron = "BRON",
        /// The hub, by the rows of the inrichting.
        Afgeleid = "AFGELEID",
    }
}

/// A deadline of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Termijn {
    /// Which.
    pub code: TermijnCode,
    /// Who counted it.
    pub herkomst: TermijnHerkomst,
    /// From when until when it runs.
    pub looptijd: Looptijd,
    /// How it ended.
    pub afloop: Afloop,
    /// Who is warned of it; nobody where no row says so.
    pub waarschuw: BTreeSet<Rol>,
    /// The recorded suspensions that moved its end, with their reasons.
    pub opschortingen: Vec<(Opschorting, Option<OpschortingReden>)>,
}

/// A deadline as its source counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gepubliceerd {
    /// Which.
    pub code: TermijnCode,
    /// When it began.
    pub start: NaiveDate,
    /// The last day.
    pub einde: NaiveDate,
    /// Since when it is suspended.
    pub opgeschort_op: Option<NaiveDate>,
    /// How it ended.
    pub afloop: Afloop,
}

/// A recorded suspension of the deadlines with one code.
pub type OpschortingVanCode = (TermijnCode, Opschorting, OpschortingReden);

/// How one owner's deadlines are counted.
pub struct Telling<'a> {
    regels: Vec<&'a Termijnregel>,
    kalender: Kalender,
}

impl<'a> Telling<'a> {
    /// As the municipality of this party counts; a party that isn't configured has no rows.
    pub fn of(inrichting: &'a Inrichting, partij: &PartijId) -> Self {
        let gemeente = inrichting
            .find_partij(partij)
            .map(|partij| partij.gemeente.as_str());
        Self {
            regels: gemeente
                .into_iter()
                .flat_map(|gemeente| inrichting.termijnen_of(gemeente))
                .collect(),
            kalender: Kalender::of(inrichting),
        }
    }

    /// All deadlines of a traject, the first to start first. Where the source publishes a code, the hub derives none with
    /// that code: the owner's own dates win.
    pub fn termijnen(
        &self,
        verloop: &Verloop,
        gepubliceerd: &[Gepubliceerd],
        opschortingen: &[OpschortingVanCode],
    ) -> Vec<Termijn> {
        let published = gepubliceerd.iter().map(|one| self.published(*one));
        let is_derived = |regel: &&&Termijnregel| gepubliceerd.iter().all(|one| one.code != regel.code);
        let derived = self.regels.iter().filter(is_derived).flat_map(|regel| {
            let starts = verloop.starts_of(regel.start).into_iter();
            starts
                .filter(move |start| regel.holds_on(start.day()))
                .map(move |start| {
                    let afloop = verloop.afloop(regel.code, start.day());
                    self.derived(regel, start, afloop, opschortingen)
                })
        });
        let mut termijnen: Vec<_> = published.chain(derived).collect();
        termijnen.sort_by_key(|termijn| (termijn.looptijd.start, termijn.code));
        termijnen
    }

    /// The deadline that starts with one event; `None` where no row counts it.
    pub fn termijn(&self, code: TermijnCode, start: NaiveDate, afloop: Afloop) -> Option<Termijn> {
        let regel = self.regel(code, start)?;
        Some(self.derived(regel, Aanvang::Dag(start), afloop, &[]))
    }

    fn regel(&self, code: TermijnCode, start: NaiveDate) -> Option<&'a Termijnregel> {
        let holds = |regel: &&&Termijnregel| regel.code == code && regel.holds_on(start);
        self.regels.iter().find(holds).copied()
    }

    fn derived(
        &self,
        regel: &Termijnregel,
        start: Aanvang,
        afloop: Afloop,
        opschortingen: &[OpschortingVanCode],
    ) -> Termijn {
        let recorded = opschortingen.iter().filter(|(code, ..)| *code == regel.code);
        let periods = Opschortingen::new(recorded.clone().map(|(_, period, _)| *period));
        let looptijd = Looptijd::new(start, Maat::of(regel), &periods, &self.kalender);
        let moves_end = |period: &Opschorting| looptijd.opschortingen.iter().any(|one| one.overlaps(period));
        let told = recorded.filter(|(_, period, _)| moves_end(period));
        Termijn {
            waarschuw: regel.waarschuw.clone(),
            code: regel.code,
            herkomst: TermijnHerkomst::Afgeleid,
            opschortingen: told.map(|(_, period, reden)| (*period, Some(*reden))).collect(),
            looptijd,
            afloop,
        }
    }

    /// As the source counted it; it is near when the row for its code says so.
    fn published(&self, one: Gepubliceerd) -> Termijn {
        let regel = self.regel(one.code, one.start);
        let vooraf = regel.map(|regel| regel.waarschuw_vooraf);
        let open = one.opgeschort_op.map(|van| Opschorting { van, tot: None });
        let looptijd = Looptijd::published(one.start, one.einde, open, vooraf, &self.kalender);
        Termijn {
            waarschuw: regel.map(|regel| regel.waarschuw.clone()).unwrap_or_default(),
            code: one.code,
            herkomst: TermijnHerkomst::Bron,
            opschortingen: looptijd
                .opschortingen
                .iter()
                .map(|period| (*period, None))
                .collect(),
            looptijd,
            afloop: one.afloop,
        }
    }
}

impl Termijn {
    /// How it stands at a moment.
    pub fn toestand(&self, now: DateTime<Utc>) -> TermijnToestand {
        TermijnToestand::at(now, &self.looptijd, self.afloop)
    }
}
