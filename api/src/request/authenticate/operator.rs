use std::collections::BTreeSet;

use super::Caller;
use crate::domain::{Doel, PartijId, Rol};

impl Caller {
    /// The operator at this machine, who brings in a party's records with a command: whoever can read the
    /// process's keys and databases needs no token.
    pub fn operator(partij: PartijId) -> Self {
        Self::at_this_machine(partij, Rol::Bronsysteem, Doel::AfstemmingTraject)
    }

    /// The operator at this machine, who reads a log with a command on behalf of a party.
    pub fn reader(partij: PartijId) -> Self {
        Self::at_this_machine(partij, Rol::Beheerder, Doel::Verantwoording)
    }

    /// The same, who brings in consents that the party recorded before.
    pub fn consent_operator(partij: PartijId) -> Self {
        Self::at_this_machine(partij, Rol::Toestemmingsbeheerder, Doel::InzageInwoner)
    }

    fn at_this_machine(partij: PartijId, rol: Rol, doel: Doel) -> Self {
        Self {
            partij,
            rollen: BTreeSet::from([rol]),
            team: None,
            gebruiker: "beheerder".to_owned(),
            client: "schakel".to_owned(),
            issuer: "schakel".to_owned(),
            doelen: BTreeSet::from([doel]),
            doel,
        }
    }
}
