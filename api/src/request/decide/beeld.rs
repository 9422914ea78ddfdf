use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Betrokkenheidswijziging, Binding, Trajectberichten};
use crate::domain::{Doel, Gegevensgroep, Inrichting, InwonerId, PartijId, words};

words! {
    /// What happened in the register. Events are only added, never changed.
    GebeurtenisSoort {
        /// A grant was proposed; it opens nothing until a second consent manager confirms it (`VERLEEND`).
        Voorgesteld = "VOORGESTELD",
        /// A grant was given.
        Verleend = "VERLEEND",
        /// A grant was replaced by another.
        Vervangen = "VERVANGEN",
        /// A grant was withdrawn, whole or for some groups.
        Ingetrokken = "INGETROKKEN",
        /// A grant's end was noted; it had ended by the clock already.
        Verlopen = "VERLOPEN",
        /// A grant was confirmed again, with a new end.
        Herbevestigd = "HERBEVESTIGD",
        /// The resident refused.
        Weigering = "WEIGERING",
        /// The resident objected to a legal ground (AVG 21).
        Bezwaar = "BEZWAAR",
        /// A grant was declared void.
        OngeldigVerklaard = "ONGELDIG_VERKLAARD",
    }
}

impl GebeurtenisSoort {
    /// Whether it makes a grant, refusal or objection.
    pub const fn begins(self) -> bool {
        matches!(self, Self::Verleend | Self::Weigering | Self::Bezwaar)
    }

    /// Whether it takes away the grant, refusal or objection that it is about.
    pub const fn ends(self) -> bool {
        matches!(
            self,
            Self::Vervangen | Self::Ingetrokken | Self::Verlopen | Self::OngeldigVerklaard
        )
    }
}

/// One event as the decision reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gebeurtenis {
    /// The register's version that this event made.
    pub versie: i64,
    /// What happened.
    pub soort: GebeurtenisSoort,
    /// The grant that it is about; for refusals and objections an id of their own.
    pub toestemming: Uuid,
    /// The owning party.
    pub bronhouder: PartijId,
    /// The receiving party.
    pub ontvanger: PartijId,
    /// The groups that it is about.
    pub groepen: BTreeSet<Gegevensgroep>,
    /// The purpose.
    pub doel: Doel,
    /// From when a grant holds (UTC, inclusive).
    pub geldig_van: Option<DateTime<Utc>>,
    /// Until when a grant holds (UTC, exclusive).
    pub geldig_tot: Option<DateTime<Utc>>,
    /// The legal ground that an objection is about.
    pub grond: Option<String>,
    /// The traject to which the grant is bound; all of its events name it.
    pub binding: Option<Binding>,
}

/// One snapshot of the register: all that a decision needs, and nothing later than `versie`.
#[derive(Clone, Debug)]
pub struct Registerbeeld {
    /// The version of the snapshot.
    pub versie: i64,
    /// The version of the inrichting in it.
    pub inrichting_versie: i64,
    /// The inrichting.
    pub inrichting: Arc<Inrichting>,
    /// The events per resident (as asked), in order of version.
    pub gebeurtenissen: HashMap<InwonerId, Vec<Gebeurtenis>>,
    /// The events about who of which party works with a resident (as asked), in order of version.
    pub betrokkenheid: HashMap<InwonerId, Vec<Betrokkenheidswijziging>>,
    /// What owners told of the trajecten to which grants are bound.
    pub trajectberichten: Trajectberichten,
}

impl Registerbeeld {
    pub(super) fn events(
        &self,
        inwoner: &InwonerId,
        ontvanger: &PartijId,
        bronhouder: &PartijId,
        groep: Gegevensgroep,
    ) -> Vec<&Gebeurtenis> {
        self.gebeurtenissen
            .get(inwoner)
            .into_iter()
            .flatten()
            .filter(|event| event.versie <= self.versie)
            .filter(|event| &event.ontvanger == ontvanger && &event.bronhouder == bronhouder)
            .filter(|event| event.groepen.contains(&groep))
            .collect()
    }

    /// Who of this party works with the resident: the events, in order.
    pub(super) fn wijzigingen(
        &self,
        inwoner: &InwonerId,
        partij: &PartijId,
    ) -> impl Iterator<Item = &Betrokkenheidswijziging> {
        self.betrokkenheid
            .get(inwoner)
            .into_iter()
            .flatten()
            .filter(|event| event.versie <= self.versie)
            .filter(move |event| &event.partij == partij)
    }
}
