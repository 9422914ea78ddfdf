//! What a grant opens, in words that can be read aloud: per receiver, per owner, with an example of each group.

use super::{
    super::texts::Texts,
    grants::{Deel, Partij, Toestemming},
};
use crate::domain::Gegevensgroep;

/// What one party gets to see.
#[derive(Clone, Debug)]
pub(super) struct Opened {
    id: String,
    /// Its name.
    pub(super) naam: String,
    /// Of whom.
    pub(super) bronnen: Vec<OpenedBron>,
}

/// What of one owner.
#[derive(Clone, Debug)]
pub(super) struct OpenedBron {
    id: String,
    /// Its name.
    pub(super) naam: String,
    /// The groups.
    pub(super) groepen: Vec<OpenedGroep>,
}

impl OpenedBron {
    /// These groups of this owner.
    pub(super) fn named(t: &Texts, bronhouder: &Partij, groepen: &[Gegevensgroep]) -> Self {
        let groepen = groepen
            .iter()
            .map(|groep| OpenedGroep::of(t, *groep, groep.to_string()));
        Self {
            id: bronhouder.id.clone(),
            naam: bronhouder.naam.clone(),
            groepen: groepen.collect(),
        }
    }
}

impl OpenedGroep {
    fn of(t: &Texts, groep: Gegevensgroep, value: String) -> Self {
        Self {
            naam: t.say_of("groep", groep.word()).to_owned(),
            voorbeeld: t.say_of("voorbeeld", groep.word()).to_owned(),
            value,
            is_chosen: false,
        }
    }
}

/// One group.
#[derive(Clone, Debug)]
pub(super) struct OpenedGroep {
    /// What it is called.
    pub(super) naam: String,
    /// An example of what becomes visible.
    pub(super) voorbeeld: String,
    /// By which name a form sends it.
    pub(super) value: String,
    /// Whether it is ticked.
    pub(super) is_chosen: bool,
}

/// One part of what is opened.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) ontvanger: &'a Partij,
    pub(super) bronhouder: &'a Partij,
    pub(super) groepen: &'a [Gegevensgroep],
    /// The grant, where there is one.
    pub(super) toestemming: Option<&'a Toestemming>,
}

impl<'a> From<&'a Toestemming> for Part<'a> {
    fn from(grant: &'a Toestemming) -> Self {
        Self {
            ontvanger: &grant.ontvanger,
            bronhouder: &grant.bronhouder,
            groepen: &grant.groepen,
            toestemming: Some(grant),
        }
    }
}

impl<'a> From<&'a Deel> for Part<'a> {
    fn from(deel: &'a Deel) -> Self {
        Self {
            ontvanger: &deel.ontvanger,
            bronhouder: &deel.bronhouder,
            groepen: &deel.groepen,
            toestemming: None,
        }
    }
}

/// Puts parts together per receiver, in the order in which they come.
pub(super) fn opened<'a>(
    t: &Texts,
    parts: impl IntoIterator<Item = Part<'a>>,
    is_chosen: impl Fn(&str) -> bool,
) -> Vec<Opened> {
    let mut all: Vec<Opened> = Vec::new();
    for part in parts {
        let groepen = part.groepen.iter().map(|groep| {
            let value = value_of(part.toestemming, *groep);
            OpenedGroep {
                is_chosen: is_chosen(&value),
                ..OpenedGroep::of(t, *groep, value)
            }
        });
        let groepen: Vec<OpenedGroep> = groepen.collect();
        let new_bron = || OpenedBron {
            id: part.bronhouder.id.clone(),
            naam: part.bronhouder.naam.clone(),
            groepen: groepen.clone(),
        };
        let Some(ontvanger) = all.iter_mut().find(|one| one.id == part.ontvanger.id) else {
            all.push(Opened {
                id: part.ontvanger.id.clone(),
                naam: part.ontvanger.naam.clone(),
                bronnen: vec![new_bron()],
            });
            continue;
        };
        match ontvanger
            .bronnen
            .iter_mut()
            .find(|bron| bron.id == part.bronhouder.id)
        {
            Some(bron) => bron.groepen.extend(groepen),
            None => ontvanger.bronnen.push(new_bron()),
        }
    }
    for one in &mut all {
        one.bronnen.retain(|bron| !bron.groepen.is_empty());
    }
    all.retain(|one| !one.bronnen.is_empty());
    all
}

/// Each group once, however many grants open it: for lists that are read and not filled in.
pub(super) fn named_once(mut all: Vec<Opened>) -> Vec<Opened> {
    for bron in all.iter_mut().flat_map(|one| &mut one.bronnen) {
        let mut named: Vec<String> = Vec::new();
        bron.groepen.retain(|groep| {
            let is_new = !named.contains(&groep.naam);
            named.push(groep.naam.clone());
            is_new
        });
    }
    all
}

/// The name of one group of one grant in a form.
pub(super) fn value_of(toestemming: Option<&Toestemming>, groep: Gegevensgroep) -> String {
    match toestemming {
        Some(grant) => format!("{}_{groep}", grant.id),
        None => groep.to_string(),
    }
}
