use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Utc};

use super::{Betrokkene, Gebeurtenis, Registerbeeld, Vraag, decide};
use crate::{
    domain::{Doel, Inrichting, PartijId, Reden},
    request::authenticate::Caller,
};

/// What the decision would say to a party. It is no [`super::Besluit`]: nothing can be shown on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supposed(Reden);

impl Supposed {
    /// The reason.
    pub fn reden(self) -> Reden {
        self.0
    }

    /// Whether the group would be shown.
    pub fn is_toegestaan(self) -> bool {
        self.0.is_toegestaan()
    }
}

/// Decides a question for a party as such, by the real decision: for somebody there who is involved with the resident
/// and has every role that may act for the purpose.
///
/// `op` is the moment that is supposed (UTC).
pub fn decide_for_party(
    partij: &PartijId,
    doel: Doel,
    vraag: Vraag,
    inrichting: Arc<Inrichting>,
    gebeurtenissen: Vec<Gebeurtenis>,
    op: DateTime<Utc>,
) -> Supposed {
    let rollen = inrichting.rol_doelen.iter();
    let rollen = rollen
        .filter(|(_, doelen)| doelen.contains(&doel))
        .map(|(rol, _)| *rol);
    let caller = Caller::supposed(partij.clone(), rollen.collect(), doel);
    let involved = Betrokkene {
        team: caller.team().map(str::to_owned),
        medewerker: Some(caller.gebruiker().to_owned()),
    };
    let beeld = Registerbeeld {
        versie: i64::MAX,
        inrichting_versie: 0,
        inrichting,
        gebeurtenissen: HashMap::from([(vraag.inwoner.clone(), gebeurtenissen)]),
        betrokkenen: HashMap::from([((vraag.inwoner.clone(), partij.clone()), vec![involved])]),
    };
    Supposed(decide(&caller, vraag, &beeld, op).reden())
}
