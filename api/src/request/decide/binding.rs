//! Grants that are bound to a traject: they end when it ends, or its nazorg.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    Gebeurtenis, GebeurtenisSoort, Grants, Registerbeeld, Vraag, Vrager, bar, betrokken, ground_in_force,
};
use crate::domain::{Gegevensgroep, InwonerId, PartijId};

/// The traject to which a grant is bound, as its owner names it for this resident: two clients of one traject have two
/// names for it, so that neither leads to the other.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Binding {
    /// The party that owns the traject, and reports its end.
    pub bronhouder: PartijId,
    /// The traject.
    pub traject: Uuid,
}

/// An owner told that a traject runs. That it ended is told by the event `VERLOPEN` of each grant that is bound to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lopend {
    /// The register's version that this made.
    pub versie: i64,
    /// Which.
    pub binding: Binding,
}

/// An owner told that all it had told before still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bijgewerkt {
    /// The register's version that this made.
    pub versie: i64,
    /// The owner.
    pub bronhouder: PartijId,
    /// Until when it may be relied on (UTC, exclusive).
    pub tot: DateTime<Utc>,
}

/// What owners told of the trajecten to which grants are bound, in order of version.
#[derive(Clone, Debug, Default)]
pub struct Trajectberichten {
    /// Which trajecten run, per resident (as asked).
    pub lopend: HashMap<InwonerId, Vec<Lopend>>,
    /// How fresh that is.
    pub bijgewerkt: Vec<Bijgewerkt>,
}

impl Trajectberichten {
    /// The same, as if it had been told just now: for asking to whom something may go at all, which a feed that lags for a
    /// moment doesn't decide for good.
    #[must_use]
    pub fn however_old(mut self) -> Self {
        for one in &mut self.bijgewerkt {
            one.tot = DateTime::<Utc>::MAX_UTC;
        }
        self
    }

    /// Until when it is known, up to this version, that a traject runs; `None` where it never was. What lags has passed.
    pub(super) fn fresh_until(
        &self,
        versie: i64,
        inwoner: &InwonerId,
        binding: &Binding,
    ) -> Option<DateTime<Utc>> {
        let told = self.lopend.get(inwoner).into_iter().flatten();
        let mut told = told.filter(|lopend| lopend.versie <= versie);
        told.any(|lopend| &lopend.binding == binding).then_some(())?;
        let by_owner = |one: &&Bijgewerkt| one.versie <= versie && one.bronhouder == binding.bronhouder;
        self.bijgewerkt.iter().rev().find(by_owner).map(|one| one.tot)
    }
}

/// Whether somebody may hear that this traject ended: who may see whether it runs.
///
/// `op` is the register's clock (UTC).
pub fn may_hear_of(
    vrager: &Vrager,
    inwoner: &InwonerId,
    beeld: &Registerbeeld,
    binding: &Binding,
    op: DateTime<Utc>,
) -> bool {
    vrager.partij == binding.bronhouder || seen_until(vrager, inwoner, beeld, binding, op).is_some()
}

/// Until when a receiver may hear, by this question, that a traject ended; `None` where it may not.
pub(super) fn heard_until(
    vrager: &Vrager,
    vraag: &Vraag,
    beeld: &Registerbeeld,
    binding: &Binding,
    op: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let is_lamp = vraag.groep == Gegevensgroep::TrajectLoopt && vraag.bronhouder == binding.bronhouder;
    if is_lamp || vrager.partij == binding.bronhouder {
        return Some(DateTime::<Utc>::MAX_UTC);
    }
    seen_until(vrager, &vraag.inwoner, beeld, binding, op)
}

/// Until when somebody may see whether a traject runs, whatever its owner told of it.
fn seen_until(
    vrager: &Vrager,
    inwoner: &InwonerId,
    beeld: &Registerbeeld,
    binding: &Binding,
    op: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let lamp = Vraag {
        inwoner: inwoner.clone(),
        bronhouder: binding.bronhouder.clone(),
        groep: Gegevensgroep::TrajectLoopt,
    };
    if bar(vrager, &lamp, beeld).is_some() || betrokken(vrager, &lamp, beeld, op).is_none() {
        return None;
    }
    let events: Vec<&Gebeurtenis> = beeld
        .events(inwoner, &vrager.partij, &lamp.bronhouder, lamp.groep)
        .into_iter()
        .filter(|event| counts(event, binding))
        .collect();
    let ground = ground_in_force(vrager, &lamp, beeld, &events, op)
        .map(|(_, tot)| tot.unwrap_or(DateTime::<Utc>::MAX_UTC));
    let grants = Grants::fold(&events, lamp.groep);
    let grant = grants.in_force(vrager.doel, op, |_| Some(DateTime::<Utc>::MAX_UTC));
    [ground, grant.map(|(_, tot)| tot)].into_iter().flatten().max()
}

/// A lamp that is bound to this same traject goes out with it, and that may be heard; one that is bound to another tells
/// nothing of this one.
fn counts(event: &Gebeurtenis, binding: &Binding) -> bool {
    match &event.binding {
        None => true,
        Some(bound) => bound == binding && event.soort != GebeurtenisSoort::Verlopen,
    }
}
