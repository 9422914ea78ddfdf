use axum::http::{HeaderMap, StatusCode, Uri};

use crate::{
    domain::{Gegevensgroep, RecordSoort},
    federation::SubgraphName,
    http::Problem,
    request::authenticate::{Authenticated, Authenticator, Caller, SubgraphProof, Subject},
};

/// Which process asks the register.
pub(super) enum Asker {
    /// A subgraph, which has let the caller in and vouches for it.
    Subgraph(SubgraphProof),
    /// A hub, for exactly this caller.
    HubFor(Caller),
    /// A hub, for nobody.
    Hub,
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
            Authenticated::Caller(_) => {
                let detail = "Dit token is van een persoon of systeem; hier vragen alleen processen.";
                Err(forbidden("TOKENSOORT_ONJUIST", detail))
            }
        }
    }

    /// The caller on whose behalf is asked.
    pub(super) fn caller(&self, subject: Subject) -> Result<Caller, Problem> {
        match self {
            Self::Subgraph(proof) => Caller::from_subject(subject, proof).map_err(|_| super::malformed()),
            Self::HubFor(caller) if caller.to_subject() == subject => Ok(caller.clone()),
            Self::HubFor(_) | Self::Hub => {
                let detail = "De vraag is niet voor degene op wiens naam het token staat.";
                Err(forbidden("NAMENS_ONJUIST", detail))
            }
        }
    }

    /// Lets a subgraph ask about the groups of its own kind of record only; the signals touch all of them.
    pub(super) fn require_groep(&self, groep: Gegevensgroep) -> Result<(), Problem> {
        let may = match self {
            Self::Subgraph(proof) if proof.subgraph() == SubgraphName::Signalen => true,
            Self::Subgraph(proof) => soort_of(proof.subgraph()) == Some(groep.record_soort()),
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

pub(super) fn forbidden(code: &'static str, detail: &'static str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, code, detail)
}
