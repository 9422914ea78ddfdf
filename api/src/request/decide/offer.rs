use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Registerbeeld, Vraag, Vrager, bar, ruling};
use crate::domain::{Doel, Gegevensgroep, InwonerId, PartijId, Rol};

/// To whom may be offered that something happened in these groups of a resident at a party?
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aanbodvraag {
    /// Whom it is about.
    pub inwoner: InwonerId,
    /// The party where it happened.
    pub bronhouder: PartijId,
    /// The groups of which it tells; at least one.
    pub groepen: BTreeSet<Gegevensgroep>,
}

impl Aanbodvraag {
    /// The other parties to whom may be offered what is asked about.
    ///
    /// It only finds to whom a signal may go at all: for one of the purposes of signals, a ground or grant opens all of
    /// its groups. Who of such a party reads it, in which role and for which purpose, is decided when it is read.
    pub fn ontvangers(&self, beeld: &Registerbeeld, op: DateTime<Utc>) -> Vec<PartijId> {
        let samenwerking = beeld.inrichting.samenwerking_of(&self.bronhouder);
        let partijen = samenwerking.into_iter().flat_map(|one| &one.partijen);
        partijen
            .map(|partij| &partij.id)
            .filter(|partij| **partij != self.bronhouder && self.may_go_to(partij, beeld, op))
            .cloned()
            .collect()
    }

    fn may_go_to(&self, partij: &PartijId, beeld: &Registerbeeld, op: DateTime<Utc>) -> bool {
        // Whether there is a second client, and what they agreed to, isn't known here.
        let inrichting = &beeld.inrichting;
        let is_joint = !self.groepen.is_disjoint(&inrichting.gezamenlijke_groepen);
        let opens = |doel: &Doel| {
            let mut groepen = self.groepen.iter();
            groepen.all(|groep| is_open(&self.vraag(*groep), partij, *doel, beeld, op))
        };
        !is_joint && !self.groepen.is_empty() && inrichting.signaal_doelen.iter().any(opens)
    }

    fn vraag(&self, groep: Gegevensgroep) -> Vraag {
        Vraag {
            inwoner: self.inwoner.clone(),
            bronhouder: self.bronhouder.clone(),
            groep,
        }
    }
}

/// Whether a group is open to somebody of this party, whoever that is.
fn is_open(vraag: &Vraag, partij: &PartijId, doel: Doel, beeld: &Registerbeeld, op: DateTime<Utc>) -> bool {
    let anybody = Vrager {
        partij: partij.clone(),
        rollen: Rol::ALL.iter().copied().collect(),
        team: None,
        gebruiker: String::new(),
        doel,
        anybody: true,
    };
    bar(&anybody, vraag, beeld).is_none() && ruling(&anybody, vraag, beeld, op).reden.is_toegestaan()
}
