use std::collections::BTreeSet;

use super::Caller;
use crate::domain::{Doel, PartijId, Rol};

impl Caller {
    /// Nobody in particular at a party, to ask what the register would decide. Only `decide::decide_for_party` takes it,
    /// and tells no more than a reason.
    pub(in crate::request) fn supposed(partij: PartijId, rollen: BTreeSet<Rol>, doel: Doel) -> Self {
        Self {
            partij,
            rollen,
            team: Some(String::new()),
            gebruiker: String::new(),
            client: String::new(),
            issuer: String::new(),
            doelen: BTreeSet::from([doel]),
            doel,
        }
    }
}
