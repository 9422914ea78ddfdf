use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    caller::Caller,
    claims::is_plain,
    config::{ClientCap, IssuerConfig},
};
use crate::{
    domain::{Doel, Gegevensgroep, PartijId, Rol},
    federation::SubgraphName,
};

/// A caller on the wire, as a subgraph describes it to the register (the properties of an AuthZEN subject).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Subject {
    /// The party on whose behalf is asked.
    pub partij: PartijId,
    /// The roles.
    pub rollen: BTreeSet<Rol>,
    /// The team, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The user's id at its own party.
    pub gebruiker: String,
    /// The client through which the user asks.
    pub client: String,
    /// The issuer of the caller's token.
    pub issuer: String,
    /// The purposes that this caller may name.
    pub doelen: BTreeSet<Doel>,
    /// The one purpose of this request.
    pub doel: Doel,
}

/// Shows that a subgraph proved itself by a token of its own. Only `authenticate` can make one, so that
/// nobody else can vouch for a caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubgraphProof {
    subgraph: SubgraphName,
    issuer: String,
    partijen: BTreeSet<PartijId>,
    caseloads: BTreeSet<PartijId>,
}

/// Shows that an enforcement point of somebody else proved itself by a token of its own, and bounds what it may ask.
#[derive(Clone, Debug)]
pub struct PepProof {
    issuer: String,
    cap: ClientCap,
}

/// An enforcement point asked for more than it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutsideCap {
    /// For a party, role or purpose that it has no people of.
    #[error("it asks for nobody of this party, in this role, for this purpose")]
    Subject,
    /// About a group that isn't its own to ask about.
    #[error("it asks about other groups")]
    Groep,
    /// In the name of another process.
    #[error("`client` and `issuer` are its own")]
    Name,
}

/// A subject that no caller can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a subject has a role, and its doel is among its doelen")]
pub struct SubjectError;

impl SubgraphProof {
    pub(super) fn new(subgraph: SubgraphName, config: &IssuerConfig) -> Self {
        Self {
            subgraph,
            issuer: config.issuer.clone(),
            partijen: config.partijen.clone(),
            caseloads: config.caseloads.clone(),
        }
    }

    /// Which subgraph.
    pub fn subgraph(&self) -> SubgraphName {
        self.subgraph
    }

    /// The issuer of its token: which process of that subgraph.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The parties whose records this process keeps, and for which it speaks.
    pub fn partijen(&self) -> &BTreeSet<PartijId> {
        &self.partijen
    }

    /// Whether it keeps the records of this party.
    pub fn keeps_for(&self, partij: &PartijId) -> bool {
        self.partijen.contains(partij)
    }

    /// Whether it makes the lists of this party's own residents.
    pub fn makes_caseloads_of(&self, partij: &PartijId) -> bool {
        self.subgraph == SubgraphName::Trajectbegeleiding
            && (self.keeps_for(partij) || self.caseloads.contains(partij))
    }
}

impl PepProof {
    pub(super) fn new(issuer: &str, cap: &ClientCap) -> Self {
        Self {
            issuer: issuer.to_owned(),
            cap: cap.clone(),
        }
    }

    /// Whether it may ask about this group.
    ///
    /// # Errors
    /// [`OutsideCap::Groep`] when it may not.
    pub fn require_groep(&self, groep: Gegevensgroep) -> Result<(), OutsideCap> {
        let may = self.cap.groepen.contains(&groep);
        may.then_some(()).ok_or(OutsideCap::Groep)
    }

    /// Whether it may ask for somebody like this: with its own name, so that the log tells who vouched.
    ///
    /// # Errors
    /// [`OutsideCap`] when it may not.
    fn require_subject(&self, subject: &Subject) -> Result<(), OutsideCap> {
        if (&subject.issuer, &subject.client) != (&self.issuer, &self.cap.azp) {
            return Err(OutsideCap::Name);
        }
        let may = self.cap.partijen.contains(&subject.partij)
            && subject.rollen.is_subset(&self.cap.rollen)
            && subject.doelen.is_subset(&self.cap.doelen);
        may.then_some(()).ok_or(OutsideCap::Subject)
    }
}

impl PartialEq for PepProof {
    fn eq(&self, other: &Self) -> bool {
        (&self.issuer, &self.cap.azp) == (&other.issuer, &other.cap.azp)
    }
}

impl Eq for PepProof {}

impl Caller {
    /// Describes the caller for the register.
    pub fn to_subject(&self) -> Subject {
        let Self {
            partij,
            rollen,
            team,
            gebruiker,
            client,
            issuer,
            doelen,
            doel,
        } = self.clone();
        Subject {
            partij,
            rollen,
            team,
            gebruiker,
            client,
            issuer,
            doelen,
            doel,
        }
    }

    /// Takes a caller over from a subgraph that has authenticated it.
    ///
    /// # Errors
    /// [`SubjectError`] when no token could have given such a caller.
    pub fn from_subject(subject: Subject, _vouched_for_by: &SubgraphProof) -> Result<Self, SubjectError> {
        Self::of_subject(subject)
    }

    /// Takes a caller over from somebody else's enforcement point, within what that may ask.
    ///
    /// # Errors
    /// [`OutsideCap`] for whom it may not ask for; `None` within when no token could have given such a caller.
    pub fn from_pep(subject: Subject, vouched_for_by: &PepProof) -> Result<Self, Option<OutsideCap>> {
        vouched_for_by.require_subject(&subject).map_err(Some)?;
        Self::of_subject(subject).map_err(|_| None)
    }

    fn of_subject(subject: Subject) -> Result<Self, SubjectError> {
        let Subject {
            partij,
            rollen,
            team,
            gebruiker,
            client,
            issuer,
            doelen,
            doel,
        } = subject;
        let are_plain = [&gebruiker, &client, &issuer]
            .into_iter()
            .chain(&team)
            .all(|name| is_plain(name));
        if rollen.is_empty() || !doelen.contains(&doel) || !are_plain {
            return Err(SubjectError);
        }
        Ok(Self {
            partij,
            rollen,
            team,
            gebruiker,
            client,
            issuer,
            doelen,
            doel,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject() -> Subject {
        let caller = Caller::for_test("incluzio", [Rol::Buurtteammedewerker], Doel::AfstemmingTraject);
        caller.to_subject()
    }

    fn proof() -> SubgraphProof {
        SubgraphProof {
            subgraph: SubgraphName::Buurtteam,
            issuer: "https://buurtteam.example".to_owned(),
            partijen: BTreeSet::new(),
            caseloads: BTreeSet::new(),
        }
    }

    #[test]
    fn a_caller_survives_the_wire() {
        let caller = Caller::for_test("incluzio", [Rol::Buurtteammedewerker], Doel::AfstemmingTraject);
        let wire = serde_json::to_string(&caller.to_subject()).unwrap();
        let read: Subject = serde_json::from_str(&wire).unwrap();
        assert_eq!(Caller::from_subject(read, &proof()).unwrap(), caller);
    }

    #[test]
    fn an_impossible_subject_is_refused() {
        let without_role = Subject {
            rollen: BTreeSet::new(),
            ..subject()
        };
        let other_doel = Subject {
            doel: Doel::Verantwoording,
            ..subject()
        };
        for subject in [without_role, other_doel] {
            assert_eq!(Caller::from_subject(subject, &proof()), Err(SubjectError));
        }
    }
}
