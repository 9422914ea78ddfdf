//! The pages of one resident, each for whose work it is.

use serde::Deserialize;
use serde_json::Map;

use super::{
    super::{failure::Failure, texts::Texts, visitor::Visitor, work::Work},
    path_of,
};
use crate::domain::{InwonerId, PartijSoort};

/// A page of a resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Who may see what, and what was granted.
    Toestemmingen,
    /// How the help goes.
    Traject,
    /// Who saw what.
    Inzagen,
}

/// A way to another page of the same resident.
#[derive(Clone, Debug)]
pub(super) struct Tab {
    /// Where.
    pub(super) href: String,
    /// What it is called.
    pub(super) naam: String,
    /// Whether it is this one.
    pub(super) is_here: bool,
}

#[derive(Deserialize)]
struct Told {
    ik: Ik,
}

#[derive(Deserialize)]
struct Ik {
    partij: Option<Partij>,
}

#[derive(Deserialize)]
struct Partij {
    soort: PartijSoort,
}

impl Place {
    fn path(self, inwoner: &InwonerId) -> String {
        let path = path_of(inwoner);
        match self {
            Self::Toestemmingen => path,
            Self::Traject => format!("{path}/traject"),
            Self::Inzagen => format!("{path}/inzagen"),
        }
    }

    fn naam(self, t: &Texts) -> String {
        let key = match self {
            Self::Toestemmingen => "tabs.toestemmingen",
            Self::Traject => "tabs.traject",
            Self::Inzagen => "tabs.inzagen",
        };
        t.say(key).to_owned()
    }
}

/// The page on which a person looks at a resident first.
pub(super) fn first(visitor: &Visitor, inwoner: &InwonerId) -> String {
    let place = if visitor.does(Work::Consent) {
        Place::Toestemmingen
    } else if visitor.does(Work::Help) {
        Place::Traject
    } else {
        Place::Inzagen
    };
    place.path(inwoner)
}

/// The pages of a resident that are this person's to see.
pub(super) async fn of(visitor: &Visitor, inwoner: &InwonerId, here: Place) -> Result<Vec<Tab>, Failure> {
    let mut places = Vec::new();
    if visitor.does(Work::Consent) {
        places.push(Place::Toestemmingen);
    }
    if visitor.does(Work::Consent) || visitor.does(Work::Help) {
        places.push(Place::Traject);
    }
    if visitor.does(Work::Oversight) || is_central_manager(visitor).await? {
        places.push(Place::Inzagen);
    }
    let tab = |place: Place| Tab {
        href: place.path(inwoner),
        naam: place.naam(visitor.texts()),
        is_here: place == here,
    };
    Ok(places.into_iter().map(tab).collect())
}

/// At a resident's request, consent managers of toestemmingsbeheer are told who saw what; those of a party aren't.
async fn is_central_manager(visitor: &Visitor) -> Result<bool, Failure> {
    if !visitor.does(Work::Consent) {
        return Ok(false);
    }
    let told: Told = visitor
        .ask_in(
            Work::Consent,
            "query ConsoleIk { ik { partij { soort } } }",
            Map::new(),
        )
        .await?;
    Ok(told
        .ik
        .partij
        .is_some_and(|partij| partij.soort == PartijSoort::Toestemmingsbeheer))
}
