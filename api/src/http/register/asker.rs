use std::collections::BTreeSet;

use axum::http::{HeaderMap, StatusCode, Uri};

use crate::{
    domain::{Gegevensgroep, PartijId, RecordSoort},
    federation::SubgraphName,
    http::Problem,
    request::authenticate::{
        Authenticated, Authenticator, Caller, OutsideCap, PepProof, SubgraphProof, Subject,
    },
};

/// Which process asks the register.
pub(super) enum Asker {
    /// A subgraph, which has let the caller in and vouches for it.
    Subgraph(SubgraphProof),
    /// A hub, for exactly this caller.
    HubFor(Caller),
    /// A hub, for nobody.
    Hub,
    /// Somebody else's enforcement point, which has let the caller in and vouches for it within its cap. It asks for
    /// decisions, at no other door.
    Pep(PepProof),
}

impl Asker {
    /// Lets a process in; people and systems of parties ask elsewhere.
    pub(super) async fn let_in(
        authenticator: &Authenticator,
        headers: &HeaderMap,
        uri: &Uri,
    ) -> Result<Self, Problem> {
        match authenticator.authenticate(headers, uri).await? {
            Authenticated::Subgraph(proof) => Ok(Self::Subgraph(proof)),
            Authenticated::ViaHub(caller) => Ok(Self::HubFor(caller)),
            Authenticated::Hub => Ok(Self::Hub),
            Authenticated::Pep(_) => {
                let detail =
                    "Hier vragen alleen onze eigen processen; besluiten worden gevraagd bij access/v1.";
                Err(forbidden("TOKENSOORT_ONJUIST", detail))
            }
            Authenticated::Caller(_) => Err(of_a_person()),
        }
    }

    /// Lets in who may ask for decisions: a process, or somebody else's enforcement point.
    pub(super) async fn let_in_to_ask(
        authenticator: &Authenticator,
        headers: &HeaderMap,
        uri: &Uri,
    ) -> Result<Self, Problem> {
        match authenticator.authenticate(headers, uri).await? {
            Authenticated::Pep(proof) => Ok(Self::Pep(proof)),
            Authenticated::Subgraph(proof) => Ok(Self::Subgraph(proof)),
            Authenticated::ViaHub(caller) => Ok(Self::HubFor(caller)),
            Authenticated::Hub => Ok(Self::Hub),
            Authenticated::Caller(_) => Err(of_a_person()),
        }
    }

    /// The caller on whose behalf is asked.
    pub(super) fn caller(&self, subject: Subject) -> Result<Caller, Problem> {
        match self {
            Self::Subgraph(proof) => Caller::from_subject(subject, proof).map_err(|_| super::malformed()),
            Self::Pep(proof) => {
                let vouched = Caller::from_pep(subject, proof);
                vouched.map_err(|outside| outside.map_or_else(super::malformed, outside_cap))
            }
            Self::HubFor(caller) if caller.to_subject() == subject => Ok(caller.clone()),
            Self::HubFor(_) | Self::Hub => {
                let detail = "De vraag is niet voor degene op wiens naam het token staat.";
                Err(forbidden("NAMENS_ONJUIST", detail))
            }
        }
    }

    /// Lets a subgraph ask about the records only that it keeps: of its own kind, of its own owners. The signals ask about all
    /// of them, for the parties whose signals they keep.
    pub(super) fn require_own(&self, bronhouder: &PartijId, groep: Gegevensgroep) -> Result<(), Problem> {
        self.require_groep(groep)?;
        match self {
            Self::Subgraph(proof) if proof.subgraph() == SubgraphName::Signalen => Ok(()),
            Self::Subgraph(_) | Self::HubFor(_) | Self::Hub | Self::Pep(_) => self.require_partij(bronhouder),
        }
    }

    /// Lets the signals ask for the parties only whose signals they keep. Another subgraph answers the people of all parties
    /// that work together.
    pub(super) fn require_addressee(&self, partij: &PartijId) -> Result<(), Problem> {
        match self {
            Self::Subgraph(proof) if proof.subgraph() == SubgraphName::Signalen => {
                self.require_partij(partij)
            }
            Self::Subgraph(_) | Self::HubFor(_) | Self::Hub | Self::Pep(_) => Ok(()),
        }
    }

    /// Lets a subgraph speak for the parties only whose records it keeps; the others are bound by whom they may vouch for.
    pub(super) fn require_partij(&self, partij: &PartijId) -> Result<(), Problem> {
        let may = match self {
            Self::Subgraph(proof) => proof.keeps_for(partij),
            Self::HubFor(_) | Self::Hub | Self::Pep(_) => true,
        };
        may.then_some(()).ok_or_else(not_its_partij)
    }

    /// The owners of whose records it may know that something changed; `None` for all.
    pub(super) fn owners(&self) -> Option<&BTreeSet<PartijId>> {
        match self {
            Self::Subgraph(proof) if proof.subgraph() != SubgraphName::Signalen => Some(proof.partijen()),
            Self::Subgraph(_) | Self::HubFor(_) | Self::Hub | Self::Pep(_) => None,
        }
    }

    /// Lets a subgraph ask about the groups of its own kind of record only; the signals touch all of them.
    fn require_groep(&self, groep: Gegevensgroep) -> Result<(), Problem> {
        let may = match self {
            Self::Subgraph(proof) if proof.subgraph() == SubgraphName::Signalen => true,
            Self::Subgraph(proof) => soort_of(proof.subgraph()) == Some(groep.record_soort()),
            Self::Pep(proof) => return proof.require_groep(groep).map_err(outside_cap),
            Self::HubFor(_) => true,
            Self::Hub => false,
        };
        let detail = "Deze subgraph vraagt alleen naar de gegevensgroepen van zijn eigen dossiers.";
        may.then_some(())
            .ok_or_else(|| forbidden("GROEP_NIET_EIGEN", detail))
    }
}

/// The kind of record that a subgraph keeps for its owners.
pub(super) fn soort_of(subgraph: SubgraphName) -> Option<RecordSoort> {
    match subgraph {
        SubgraphName::Trajectbegeleiding => Some(RecordSoort::Traject),
        SubgraphName::Srw => Some(RecordSoort::SrwDossier),
        SubgraphName::Buurtteam => Some(RecordSoort::BuurtteamDossier),
        SubgraphName::Toestemming | SubgraphName::Signalen => None,
    }
}

fn of_a_person() -> Problem {
    let detail = "Dit token is van een persoon of systeem; hier vragen alleen processen.";
    forbidden("TOKENSOORT_ONJUIST", detail)
}

/// An enforcement point asked for more than its cap allows.
fn outside_cap(outside: OutsideCap) -> Problem {
    match outside {
        OutsideCap::Subject => {
            let detail =
                "Deze client vraagt niet namens mensen van deze partij, in deze rol of voor dit doel.";
            forbidden("NAMENS_ONJUIST", detail)
        }
        OutsideCap::Name => {
            let detail = "De eigenschappen `client` en `issuer` noemen niet deze client en zijn uitgever.";
            forbidden("NAMENS_ONJUIST", detail)
        }
        OutsideCap::Groep => {
            let detail = "Deze client vraagt niet naar deze gegevensgroep.";
            forbidden("GROEP_NIET_EIGEN", detail)
        }
    }
}

/// A process spoke for a party whose records it doesn't keep.
pub(super) fn not_its_partij() -> Problem {
    let detail = "Dit proces spreekt niet voor deze partij: het houdt haar dossiers niet bij.";
    forbidden("PARTIJ_NIET_BEVOEGD", detail)
}

pub(super) fn forbidden(code: &'static str, detail: &'static str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, code, detail)
}
