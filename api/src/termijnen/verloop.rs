//! What happened in a traject, as far as deadlines start, are met or lapse by it.

use chrono::NaiveDate;

use super::{looptijd::Aanvang, toestand::Afloop};
use crate::{
    domain::{Fase, Gegevensgroep, Startgebeurtenis, TermijnCode},
    publication::{BeschikkingSoort, OplossingSoort, UitstroomReden},
};

/// What happened in a traject. Whatever lies after today is a plan: it counts when its day has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verloop {
    /// When the resident applied.
    pub aanmelding: NaiveDate,
    /// The phases in order, and since when.
    pub fasen: Vec<(Fase, NaiveDate)>,
    /// The days of the conversations.
    pub gesprekken: Vec<NaiveDate>,
    /// When crises became known: at a moment, or on the day on which they began.
    pub crises: Vec<Aanvang>,
    /// The decisions.
    pub beschikkingen: Vec<(BeschikkingSoort, NaiveDate)>,
    /// When the plan of approach was finished.
    pub plan_van_aanpak_op: Option<NaiveDate>,
    /// When it was clear what became of the proposal to the creditors.
    pub schuldregeling_besloten: Vec<NaiveDate>,
    /// The solution.
    pub oplossing: Option<OplossingVerloop>,
    /// When moratoria were granted, and until when they run.
    pub moratoria: Vec<(NaiveDate, Option<NaiveDate>)>,
    /// When and why it ended.
    pub uitstroom: Option<(NaiveDate, UitstroomReden)>,
}

/// A solution and how it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OplossingVerloop {
    /// What kind; `None` when the source doesn't say.
    pub soort: Option<OplossingSoort>,
    /// Since when.
    pub start: Option<NaiveDate>,
    /// Until when.
    pub einde: Option<NaiveDate>,
}

impl Verloop {
    /// That and when something happened, without what was decided: so `TRAJECT_TERMIJNEN` tells it. A plan whose traject
    /// is refused runs on in it, as long as the traject does.
    pub fn without_outcomes(&self) -> Self {
        let closes = |soort: BeschikkingSoort| soort != BeschikkingSoort::Beeindiging;
        let beschikkingen = self.beschikkingen.iter().filter(|(soort, _)| closes(*soort));
        Self {
            beschikkingen: beschikkingen
                .map(|(_, day)| (BeschikkingSoort::Toelating, *day))
                .collect(),
            oplossing: None,
            moratoria: Vec::new(),
            ..self.clone()
        }
    }

    /// As if nothing were recorded in a group.
    pub fn without(self, groep: Gegevensgroep) -> Self {
        match groep {
            Gegevensgroep::TrajectAfspraken => Self {
                gesprekken: Vec::new(),
                ..self
            },
            Gegevensgroep::TrajectBesluiten => Self {
                beschikkingen: Vec::new(),
                plan_van_aanpak_op: None,
                schuldregeling_besloten: Vec::new(),
                oplossing: None,
                moratoria: Vec::new(),
                ..self
            },
            _ => self,
        }
    }

    /// When this happened, in order and each day once: the first time on it.
    pub fn starts_of(&self, gebeurtenis: Startgebeurtenis) -> Vec<Aanvang> {
        let mut starts = match gebeurtenis {
            Startgebeurtenis::CrisisBekend => self.crises_before_first_gesprek(),
            _ => self.days_of(gebeurtenis).into_iter().map(Aanvang::Dag).collect(),
        };
        starts.sort_unstable_by_key(|start| start.moment());
        starts.dedup_by_key(|start| start.day());
        starts
    }

    fn days_of(&self, gebeurtenis: Startgebeurtenis) -> Vec<NaiveDate> {
        match gebeurtenis {
            Startgebeurtenis::Aanmelding => vec![self.aanmelding],
            Startgebeurtenis::EersteGesprek => self.eerste_gesprek().into_iter().collect(),
            Startgebeurtenis::StartSchuldregeling => self.begins_of(Fase::Schuldregeling),
            Startgebeurtenis::StartMsnp => self.begins_of_oplossing(Fase::Oplossing, is_msnp),
            Startgebeurtenis::ToelatingWsnp => {
                self.begins_of_oplossing(Fase::Wsnp, |soort| soort == OplossingSoort::Wsnp)
            }
            Startgebeurtenis::MoratoriumToegekend => self.moratoria.iter().map(|(start, _)| *start).collect(),
            Startgebeurtenis::CrisisBekend
            | Startgebeurtenis::VerwijzingGeaccepteerd
            | Startgebeurtenis::ToestemmingVerleend => Vec::new(),
        }
    }

    /// How a deadline ended that started on this day: met, lapsed, or neither yet.
    pub fn afloop(&self, code: TermijnCode, start: NaiveDate) -> Afloop {
        let gehaald_op = self.gehaald_op(code, start);
        let vervallen_op = self.vervallen_op(code);
        match (gehaald_op, vervallen_op) {
            (Some(gehaald), Some(vervallen)) if vervallen < gehaald => Afloop {
                gehaald_op: None,
                vervallen_op,
            },
            (Some(_), _) => Afloop {
                gehaald_op,
                vervallen_op: None,
            },
            (None, _) => Afloop {
                gehaald_op: None,
                vervallen_op,
            },
        }
    }

    fn gehaald_op(&self, code: TermijnCode, start: NaiveDate) -> Option<NaiveDate> {
        match code {
            TermijnCode::EersteGesprek
            | TermijnCode::EersteGesprekBedreigend
            | TermijnCode::EersteGesprekUrgent => self.eerste_gesprek(),
            TermijnCode::Beschikking => earliest([
                self.first_beschikking(BeschikkingSoort::Toelating),
                self.first_beschikking(BeschikkingSoort::Afwijzing),
            ]),
            TermijnCode::PlanVanAanpak => self.plan_van_aanpak_op,
            TermijnCode::Schuldregeling => {
                // What was decided before is about an earlier proposal.
                let decided = self.schuldregeling_besloten.iter().copied();
                let besloten = decided.filter(|day| *day >= start).min();
                let next = self.fase_after(|fase, since| fase == Fase::Schuldregeling && since == start);
                let went_on = next.filter(|(fase, _)| *fase != Fase::Afgesloten);
                earliest([besloten, went_on.map(|(_, since)| since)])
            }
            TermijnCode::LooptijdMsnp | TermijnCode::LooptijdWsnp => {
                let ended = self.oplossing.and_then(|oplossing| oplossing.einde);
                let nazorg = self
                    .fase_after_oplossing()
                    .filter(|(fase, _)| *fase == Fase::Nazorg);
                let afgerond = self
                    .uitstroom
                    .filter(|(_, reden)| *reden == UitstroomReden::Afgerond);
                earliest([
                    ended.filter(|day| *day >= start),
                    nazorg.map(|(_, since)| since),
                    afgerond.map(|(day, _)| day),
                ])
            }
            TermijnCode::Moratorium => {
                let of_this = self.moratoria.iter().filter(|(since, _)| *since == start);
                of_this.filter_map(|(_, einde)| *einde).min()
            }
            TermijnCode::TerugkoppelingSrw | TermijnCode::ToestemmingHerbevestiging => None,
        }
    }

    /// What wasn't met when the traject ended has lapsed; so has a plan for whom is refused, and the running time of a
    /// solution that was given up.
    fn vervallen_op(&self, code: TermijnCode) -> Option<NaiveDate> {
        let ended = self.uitstroom.map(|(day, _)| day);
        let given_up = match code {
            TermijnCode::PlanVanAanpak => self.first_beschikking(BeschikkingSoort::Afwijzing),
            TermijnCode::LooptijdMsnp | TermijnCode::LooptijdWsnp => {
                self.fase_after_oplossing().map(|(_, since)| since)
            }
            _ => None,
        };
        earliest([ended, given_up])
    }

    /// The first conversation: as it is recorded, or at the latest when a phase began that follows it.
    fn eerste_gesprek(&self) -> Option<NaiveDate> {
        let follows = |fase: Fase| !matches!(fase, Fase::Signaal | Fase::Aanmelding | Fase::Afgesloten);
        let reached = self.fasen.iter().find(|(fase, _)| follows(*fase));
        let reached = reached.map(|(_, since)| *since);
        earliest([self.gesprekken.iter().copied().min(), reached]).map(|day| day.max(self.aanmelding))
    }

    /// The law asks for a sooner first conversation (Wgs art. 4 lid 2): of whom is in conversation already it asks nothing.
    fn crises_before_first_gesprek(&self) -> Vec<Aanvang> {
        let first = self.eerste_gesprek();
        let since_aanmelding = |start: &Aanvang| {
            let is_earlier = start.day() < self.aanmelding;
            if is_earlier {
                Aanvang::Dag(self.aanmelding)
            } else {
                *start
            }
        };
        let known = self.crises.iter().map(since_aanmelding);
        known
            .filter(|start| first.is_none_or(|first| start.day() <= first))
            .collect()
    }

    fn first_beschikking(&self, soort: BeschikkingSoort) -> Option<NaiveDate> {
        let of_kind = self.beschikkingen.iter().filter(|(kind, _)| *kind == soort);
        of_kind.map(|(_, day)| *day).min()
    }

    fn begins_of(&self, fase: Fase) -> Vec<NaiveDate> {
        let of_fase = self.fasen.iter().filter(|(one, _)| *one == fase);
        of_fase.map(|(_, since)| *since).collect()
    }

    /// When a solution of such a kind began: as it is recorded, else with its phase. A kind that the source doesn't say
    /// isn't guessed, but for the phase of the Wsnp, which says it.
    fn begins_of_oplossing(&self, fase: Fase, is_such: impl Fn(OplossingSoort) -> bool) -> Vec<NaiveDate> {
        let oplossing = self.oplossing;
        let soort = oplossing.and_then(|oplossing| oplossing.soort);
        match soort {
            Some(soort) if is_such(soort) => match oplossing.and_then(|oplossing| oplossing.start) {
                Some(start) => vec![start],
                None => self.begins_of(fase),
            },
            None if fase == Fase::Wsnp => self.begins_of(fase),
            _ => Vec::new(),
        }
    }

    /// The phase that followed the last one in which a solution ran.
    fn fase_after_oplossing(&self) -> Option<(Fase, NaiveDate)> {
        self.fase_after(|fase, _| matches!(fase, Fase::Oplossing | Fase::Wsnp))
    }

    /// The phase that followed the last such one.
    fn fase_after(&self, is_such: impl Fn(Fase, NaiveDate) -> bool) -> Option<(Fase, NaiveDate)> {
        let such = self
            .fasen
            .iter()
            .rposition(|(fase, since)| is_such(*fase, *since))?;
        self.fasen.get(such + 1).copied()
    }
}

/// An amicable restructuring: part of the debts is paid in a fixed time, the rest is let go.
fn is_msnp(soort: OplossingSoort) -> bool {
    matches!(
        soort,
        OplossingSoort::Schuldbemiddeling | OplossingSoort::Saneringskrediet
    )
}

fn earliest<const N: usize>(days: [Option<NaiveDate>; N]) -> Option<NaiveDate> {
    days.into_iter().flatten().min()
}
