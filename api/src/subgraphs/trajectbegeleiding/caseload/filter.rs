use std::collections::BTreeSet;

use async_graphql::{Enum, InputObject};
use chrono::{DateTime, Utc};

use super::super::types::TrajectDossier;
use crate::{
    domain::{Fase, Gegevensgroep},
    publication::DossierStatus,
    termijnen::TermijnToestand,
};

/// Which residents of a caseload: those of whom one traject fits all that is named. What the caller may not see is taken
/// for absent, which fits nothing.
#[derive(Clone, Debug, Default, InputObject)]
pub struct InwonersFilter {
    /// Only those whose traject is in one of these phases (TRAJECT_FASE).
    pub fasen: Option<Vec<Fase>>,
    /// Only those whose traject runs, or runs no more (TRAJECT_LOOPT).
    pub loopt: Option<bool>,
    /// Only those with a deadline that stands so now (TRAJECT_TERMIJNEN).
    pub termijn_toestanden: Option<Vec<TermijnToestand>>,
    /// Only those of whom a traject runs while a buurtteam's dossier is closed, or (`false`) open: TRAJECT_LOOPT and
    /// BUURTTEAM_STATUS, each as far as it may be known.
    pub dossier_gesloten: Option<bool>,
    /// Only those of whom the party's own systems have published nothing again since this moment (UTC).
    pub niet_bijgewerkt_sinds: Option<DateTime<Utc>>,
}

/// In which order a caseload is told: by the caller's own knowledge only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum InwonersVolgorde {
    /// A fixed one, which says nothing.
    #[default]
    Vast,
    /// Of whom the party last published longest ago comes first; of whom it never did comes last.
    LangstNietBijgewerkt,
    /// Of whom the party published last comes first; of whom it never did comes last.
    LaatstBijgewerkt,
}

impl InwonersFilter {
    /// The groups of trajecten that it looks into: empty where it asks for own knowledge only.
    pub fn groepen(&self) -> BTreeSet<Gegevensgroep> {
        let asked = [
            (self.fasen.is_some(), Gegevensgroep::TrajectFase),
            (
                self.loopt.is_some() || self.dossier().is_some(),
                Gegevensgroep::TrajectLoopt,
            ),
            (self.termijn_toestanden.is_some(), Gegevensgroep::TrajectTermijnen),
        ];
        asked
            .into_iter()
            .filter(|(is_asked, _)| *is_asked)
            .map(|(_, groep)| groep)
            .collect()
    }

    /// How a buurtteam's dossier must stand; `None` where none is asked about.
    pub fn dossier(&self) -> Option<DossierStatus> {
        let of = |is_closed| {
            if is_closed {
                DossierStatus::Gesloten
            } else {
                DossierStatus::Open
            }
        };
        self.dossier_gesloten.map(of)
    }

    /// Whether a traject fits, as far as it was loaded: what is not there fits nothing.
    pub fn fits(&self, dossier: &TrajectDossier) -> bool {
        let fase = dossier.fase.as_ref().map(|told| told.fase);
        let loopt = dossier.loopt.as_ref().map(|told| told.loopt);
        let termijnen = dossier.termijnen.as_deref().unwrap_or_default();
        let in_fase = |fasen: &Vec<Fase>| fase.is_some_and(|fase| fasen.contains(&fase));
        let stands_so =
            |such: &Vec<TermijnToestand>| termijnen.iter().any(|termijn| such.contains(&termijn.toestand));
        self.fasen.as_ref().is_none_or(in_fase)
            && self.loopt.is_none_or(|wanted| loopt == Some(wanted))
            && self.dossier().is_none_or(|_| loopt == Some(true))
            && self.termijn_toestanden.as_ref().is_none_or(stands_so)
    }

    /// Whether a resident can be on the list at all, by what the caller's party knows itself.
    pub fn admits(&self, bijgewerkt: Option<DateTime<Utc>>) -> bool {
        let is_stale = |since: DateTime<Utc>| bijgewerkt.is_some_and(|op| op < since);
        self.niet_bijgewerkt_sinds.is_none_or(is_stale)
    }
}
