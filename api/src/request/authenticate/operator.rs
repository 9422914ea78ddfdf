use std::collections::BTreeSet;

use super::Caller;
use crate::domain::{Doel, PartijId, Rol};

impl Caller {
    /// The operator at this machine, who brings in a party's records with a command: whoever can read the
    /// process's keys and databases needs no token.
    pub fn operator(partij: PartijId) -> Self {
        let doel = Doel::AfstemmingTraject;
        Self {
            partij,
            rollen: BTreeSet::from([Rol::Bronsysteem]),
            team: None,
            gebruiker: "beheerder".to_owned(),
            client: "schakel".to_owned(),
            issuer: "schakel".to_owned(),
            doelen: BTreeSet::from([doel]),
            doel,
        }
    }
}
