use std::collections::BTreeSet;

use crate::{
    domain::{Doel, PartijId, Rol},
    request::authenticate::Caller,
};

/// Who asks, as far as a decision reads it. Unlike a [`Caller`] anybody can make one: to explain what would be
/// decided, or was. Nothing is opened by it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vrager {
    /// The party on whose behalf is asked.
    pub partij: PartijId,
    /// The roles.
    pub rollen: BTreeSet<Rol>,
    /// The team, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The user's id at its own party.
    pub gebruiker: String,
    /// The purpose.
    pub doel: Doel,
    /// Whether anybody of the party is meant who works with the resident: to find to whom something may go at all. It never
    /// comes over the wire.
    #[serde(skip)]
    pub anybody: bool,
}

impl From<&Caller> for Vrager {
    fn from(caller: &Caller) -> Self {
        Self {
            partij: caller.partij().clone(),
            rollen: caller.rollen().clone(),
            team: caller.team().map(str::to_owned),
            gebruiker: caller.gebruiker().to_owned(),
            doel: caller.doel(),
            anybody: false,
        }
    }
}
