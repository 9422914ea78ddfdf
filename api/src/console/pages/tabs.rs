//! The pages of one resident, each for whose work it is.

use super::{
    super::{texts::Texts, visitor::Visitor, work::Work},
    path_of,
};
use crate::domain::InwonerId;

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
pub(super) fn of(visitor: &Visitor, inwoner: &InwonerId, here: Place) -> Vec<Tab> {
    let mut places = Vec::new();
    if visitor.does(Work::Consent) {
        places.push(Place::Toestemmingen);
    }
    if visitor.does(Work::Consent) || visitor.does(Work::Help) {
        places.push(Place::Traject);
    }
    // At a resident's request, the managers of toestemmingsbeheer are told who saw what; those of a party aren't.
    if visitor.does(Work::Oversight) || (visitor.does(Work::Consent) && visitor.is_central()) {
        places.push(Place::Inzagen);
    }
    let tab = |place: Place| Tab {
        href: place.path(inwoner),
        naam: place.naam(visitor.texts()),
        is_here: place == here,
    };
    places.into_iter().map(tab).collect()
}
