use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Binding, Gebeurtenis, GebeurtenisSoort};
use crate::domain::{Doel, Gegevensgroep, Reden};

/// The grants of one receiver for one group at one owner, folded from their events.
pub(super) struct Grants<'a> {
    standing: BTreeMap<Uuid, Grant<'a>>,
    /// What was more than a proposal: what becomes of a proposal tells its receiver nothing.
    known: BTreeSet<Uuid>,
}

struct Grant<'a> {
    doel: Doel,
    van: DateTime<Utc>,
    tot: DateTime<Utc>,
    binding: Option<&'a Binding>,
}

impl<'a> Grants<'a> {
    /// Folds events that all concern `groep`, in order of version.
    pub(super) fn fold(events: &[&'a Gebeurtenis], groep: Gegevensgroep) -> Self {
        let mut standing = BTreeMap::new();
        let mut known = BTreeSet::new();
        for event in events.iter().filter(|event| event.groepen.contains(&groep)) {
            if event.soort.begins() {
                known.insert(event.toestemming);
            }
            match event.soort {
                GebeurtenisSoort::Verleend => {
                    if let (Some(van), Some(tot)) = (event.geldig_van, event.geldig_tot) {
                        standing.insert(
                            event.toestemming,
                            Grant {
                                doel: event.doel,
                                van,
                                tot,
                                binding: event.binding.as_ref(),
                            },
                        );
                    }
                }
                GebeurtenisSoort::Herbevestigd => {
                    if let (Some(grant), Some(tot)) = (standing.get_mut(&event.toestemming), event.geldig_tot)
                    {
                        grant.tot = tot;
                    }
                }
                soort if soort.ends() => {
                    standing.remove(&event.toestemming);
                }
                _ => {}
            }
        }
        Self { standing, known }
    }

    /// The grant in force for the purpose that ends last, with its end. One that is bound to a traject holds no longer
    /// than `runs_until` says of it, and not at all where that says nothing.
    pub(super) fn in_force(
        &self,
        doel: Doel,
        op: DateTime<Utc>,
        runs_until: impl Fn(&Binding) -> Option<DateTime<Utc>>,
    ) -> Option<(Uuid, DateTime<Utc>)> {
        self.standing
            .iter()
            .filter(|(_, grant)| grant.doel == doel && grant.van <= op)
            .filter_map(|(id, grant)| {
                let tot = match grant.binding {
                    None => grant.tot,
                    Some(binding) => grant.tot.min(runs_until(binding)?),
                };
                (op < tot).then_some((*id, tot))
            })
            .max_by_key(|(_, tot)| *tot)
    }

    /// Why nothing is in force: what the latest event says that has any effect.
    pub(super) fn reason(&self, events: &[&Gebeurtenis], doel: Doel, op: DateTime<Utc>) -> Reden {
        let said = events
            .iter()
            .rev()
            .find_map(|event| self.said_by(event, doel, op));
        said.unwrap_or(Reden::GeenToestemming)
    }

    /// `None` for a grant that was never whole, for the confirmation of one that no longer stands, and for a proposal
    /// with all that became of it.
    fn said_by(&self, event: &Gebeurtenis, doel: Doel, op: DateTime<Utc>) -> Option<Reden> {
        match event.soort {
            GebeurtenisSoort::Voorgesteld => None,
            soort if soort.ends() && !self.known.contains(&event.toestemming) => None,
            GebeurtenisSoort::Weigering => Some(Reden::Geweigerd),
            GebeurtenisSoort::Bezwaar => Some(Reden::Bezwaar),
            GebeurtenisSoort::Verlopen => Some(Reden::Verlopen),
            GebeurtenisSoort::Ingetrokken
            | GebeurtenisSoort::Vervangen
            | GebeurtenisSoort::OngeldigVerklaard => Some(Reden::Ingetrokken),
            GebeurtenisSoort::Verleend | GebeurtenisSoort::Herbevestigd => {
                let grant = self.standing.get(&event.toestemming)?;
                Some(if grant.doel != doel {
                    Reden::DoelNietGedekt
                } else if op < grant.van {
                    Reden::NogNietIngegaan
                } else if op < grant.tot {
                    // Bound to a traject of which nothing fresh is known, be it that it never was: alike for all of them.
                    Reden::BronNietBereikbaar
                } else {
                    Reden::Verlopen
                })
            }
        }
    }
}
