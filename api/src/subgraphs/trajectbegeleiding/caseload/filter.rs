use std::collections::BTreeSet;

use async_graphql::{Enum, InputObject};
use chrono::{DateTime, Utc};

use super::super::types::TrajectDossier;
use crate::{
    domain::{Fase, Gegevensgroep},
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
    /// Only those whose own traject the party's system has not published again since this moment (UTC).
    pub niet_bijgewerkt_sinds: Option<DateTime<Utc>>,
}

/// In which order a caseload is told: by the caller's own knowledge only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum InwonersVolgorde {
    /// A fixed one, which says nothing.
    #[default]
    Vast,
    /// Whose own traject was published longest ago comes first; who has none comes last.
    LangstNietBijgewerkt,
    /// Whose own traject was published last comes first; who has none comes last.
    LaatstBijgewerkt,
}

impl InwonersFilter {
    /// The groups that it looks into: empty where it asks for own knowledge only.
    pub fn groepen(&self) -> BTreeSet<Gegevensgroep> {
        let asked = [
            (self.fasen.is_some(), Gegevensgroep::TrajectFase),
            (self.loopt.is_some(), Gegevensgroep::TrajectLoopt),
            (self.termijn_toestanden.is_some(), Gegevensgroep::TrajectTermijnen),
        ];
        asked
            .into_iter()
            .filter(|(is_asked, _)| *is_asked)
            .map(|(_, groep)| groep)
            .collect()
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
            && self.termijn_toestanden.as_ref().is_none_or(stands_so)
    }

    /// Whether a resident can be on the list at all, by what the caller's party knows itself.
    pub fn admits(&self, bijgewerkt: Option<DateTime<Utc>>) -> bool {
        let is_stale = |since: DateTime<Utc>| bijgewerkt.is_some_and(|op| op < since);
        self.niet_bijgewerkt_sinds.is_none_or(is_stale)
    }
}
