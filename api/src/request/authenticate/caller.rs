use std::collections::BTreeSet;

use crate::domain::{Doel, PartijId, Rol};

/// Who asks: a person or client of one party, in one or more roles, for one purpose.
///
/// Its fields are private to `authenticate`, so that nothing else can make one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub(super) partij: PartijId,
    pub(super) rollen: BTreeSet<Rol>,
    pub(super) team: Option<String>,
    /// The user's id at its own party: pseudonymous, for the log only.
    pub(super) gebruiker: String,
    /// The client (`azp`) through which the user asks.
    pub(super) client: String,
    pub(super) issuer: String,
    pub(super) doelen: BTreeSet<Doel>,
    pub(super) doel: Doel,
}

impl Caller {
    /// The party on whose behalf is asked.
    pub fn partij(&self) -> &PartijId {
        &self.partij
    }

    /// The roles, after the cap of issuer and client.
    pub fn rollen(&self) -> &BTreeSet<Rol> {
        &self.rollen
    }

    /// Whether the caller acts in this role.
    pub fn is(&self, rol: Rol) -> bool {
        self.rollen.contains(&rol)
    }

    /// The team of the user, where the token names one.
    pub fn team(&self) -> Option<&str> {
        self.team.as_deref()
    }

    /// The user's id at its own party: for logs and betrokkenheid, never shown to others.
    pub fn gebruiker(&self) -> &str {
        &self.gebruiker
    }

    /// The client through which the user asks (`azp`).
    pub fn client(&self) -> &str {
        &self.client
    }

    /// The issuer of the token (`iss`).
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The purposes that this caller may name.
    pub fn doelen(&self) -> &BTreeSet<Doel> {
        &self.doelen
    }

    /// The one purpose of this request.
    pub fn doel(&self) -> Doel {
        self.doel
    }

    /// A caller for unit tests of this crate; everybody else comes through the door.
    #[cfg(test)]
    pub(crate) fn for_test(partij: &str, rollen: impl IntoIterator<Item = Rol>, doel: Doel) -> Self {
        Self {
            partij: PartijId::new(partij).expect("a party id"),
            rollen: rollen.into_iter().collect(),
            team: None,
            gebruiker: "medewerker-1".to_owned(),
            client: format!("{partij}-app"),
            issuer: format!("https://{partij}.example"),
            doelen: BTreeSet::from([doel]),
            doel,
        }
    }

    /// The same caller as another person, for unit tests of this crate.
    #[cfg(test)]
    pub(crate) fn in_person(self, gebruiker: &str, team: Option<&str>) -> Self {
        Self {
            gebruiker: gebruiker.to_owned(),
            team: team.map(str::to_owned),
            ..self
        }
    }
}
