use std::{collections::BTreeSet, sync::Arc};

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};

use super::super::super::{
    grant::{picture, somebody_at},
    store::StoredEvent,
};
use crate::{
    domain::{Doel, Gegevensgroep, Inrichting, InwonerId, PartijId, Reden},
    request::decide::{Gebeurtenis, Registerbeeld, Trajectberichten, Uitslag, Vraag, judge},
    subgraphs::common::PartijInfo,
};

/// A party would gain or lose a group.
#[derive(Clone, Debug, SimpleObject)]
pub struct ToegangWijziging {
    /// The party that would see more or less.
    pub ontvanger: PartijInfo,
    /// The owning party.
    pub bronhouder: PartijInfo,
    /// The group.
    pub groep: Gegevensgroep,
    /// The purpose.
    pub doel: Doel,
    /// Whether the party gains it; else it loses it.
    pub komt_erbij: bool,
    /// What the party would be told then.
    pub reden: Reden,
    /// From when (UTC).
    pub vanaf: DateTime<Utc>,
    /// Whether only after a second consent manager has confirmed it.
    pub na_tweede: bool,
}

/// Somebody's look at what would change for a resident.
pub(super) struct Look<'a> {
    pub(super) inwoner: &'a InwonerId,
    pub(super) inrichting: &'a Arc<Inrichting>,
    /// What owners tell of the trajecten to which grants are bound.
    pub(super) berichten: Trajectberichten,
    pub(super) now: DateTime<Utc>,
}

type Place = (PartijId, PartijId, Doel, Gegevensgroep, DateTime<Utc>);

impl Look<'_> {
    /// What the decision says with the added events and says otherwise without them.
    pub(super) fn changes(
        &self,
        present: &[StoredEvent],
        added: &[StoredEvent],
        na_tweede: bool,
    ) -> Vec<ToegangWijziging> {
        let before = numbered(present);
        let after = numbered(present.iter().chain(added));
        let places: BTreeSet<Place> = added
            .iter()
            .chain(present.iter().filter(|stored| hangs_on(stored, added)))
            .flat_map(|stored| places(stored, self.now))
            .collect();
        let told = |place: Place| {
            let (was, becomes) = (self.judge(&place, &before), self.judge(&place, &after));
            let gains = becomes.reden.is_toegestaan();
            let (ontvanger, bronhouder, doel, groep, vanaf) = place;
            (was.reden.is_toegestaan() != gains).then_some(())?;
            Some(ToegangWijziging {
                ontvanger: self.inrichting.find_partij(&ontvanger)?.into(),
                bronhouder: self.inrichting.find_partij(&bronhouder)?.into(),
                groep,
                doel,
                komt_erbij: gains,
                reden: becomes.reden,
                vanaf,
                na_tweede,
            })
        };
        places.into_iter().filter_map(told).collect()
    }

    fn judge(&self, (ontvanger, bronhouder, doel, groep, vanaf): &Place, events: &[Gebeurtenis]) -> Uitslag {
        let vrager = somebody_at(ontvanger, *doel, self.inrichting);
        let vraag = Vraag {
            inwoner: self.inwoner.clone(),
            bronhouder: bronhouder.clone(),
            groep: *groep,
        };
        let beeld = Registerbeeld {
            trajectberichten: self.berichten.clone(),
            ..picture(self.inrichting, self.inwoner, events)
        };
        judge(&vrager, &vraag, &beeld, *vanaf)
    }
}

/// What is only supposed follows on what is recorded.
fn numbered<'a>(events: impl IntoIterator<Item = &'a StoredEvent>) -> Vec<Gebeurtenis> {
    let mut last = 0;
    let number = |stored: &StoredEvent| {
        last = match stored.event.versie {
            0 => last + 1,
            recorded => recorded,
        };
        Gebeurtenis {
            versie: last,
            ..stored.event.clone()
        }
    };
    events.into_iter().map(number).collect()
}

/// A grant that is bound to a traject tells nothing to who may not see any more whether that runs.
fn hangs_on(present: &StoredEvent, added: &[StoredEvent]) -> bool {
    let Some(binding) = &present.event.binding else {
        return false;
    };
    added.iter().map(|stored| &stored.event).any(|event| {
        event.groepen.contains(&Gegevensgroep::TrajectLoopt)
            && event.bronhouder == binding.bronhouder
            && event.ontvanger == present.event.ontvanger
    })
}

/// Where something may change, and from when: what starts later changes nothing now.
fn places(stored: &StoredEvent, now: DateTime<Utc>) -> impl Iterator<Item = Place> {
    let event = stored.event.clone();
    let vanaf = event.geldig_van.unwrap_or(now).max(now);
    event.groepen.into_iter().map(move |groep| {
        (
            event.ontvanger.clone(),
            event.bronhouder.clone(),
            event.doel,
            groep,
            vanaf,
        )
    })
}
