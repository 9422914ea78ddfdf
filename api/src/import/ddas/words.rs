//! The words of DDAS v1.0 (its `$defs`) and ours, side by side.

use crate::publication::{BegeleidingSoort, BeschikkingSoort, OplossingSoort, SchuldSoort, UitstroomReden};

/// The word of the published big example for an admission; DDAS v1.0 says `Toelatingsbeschikking`.
pub(crate) const TOEWIJZING: &str = "Toewijzingsbeschikking";

/// The kind of guidance that stands for the phase `DUURZAME_STABILISATIE`.
pub(crate) const LANGE_TERMIJN: &str = "Lange Termijn Begeleiding (DFD)";

/// `EnumBeschikkingssoort`, and the word of the published example.
pub(crate) const BESCHIKKINGEN: &[(&str, BeschikkingSoort)] = &[
    ("Afwijzingsbeschikking", BeschikkingSoort::Afwijzing),
    ("Toelatingsbeschikking", BeschikkingSoort::Toelating),
    (TOEWIJZING, BeschikkingSoort::Toelating),
];

/// `EnumBegeleidingssoort`.
pub(crate) const BEGELEIDING: &[(&str, BegeleidingSoort)] = &[
    ("Budgetcoaching", BegeleidingSoort::Budgetcoaching),
    ("Budgetbeheer", BegeleidingSoort::Budgetbeheer),
    ("Beschermingsbewind", BegeleidingSoort::Beschermingsbewind),
    (LANGE_TERMIJN, BegeleidingSoort::LangeTermijnBegeleiding),
    ("Budgetbegeleiding", BegeleidingSoort::Budgetbegeleiding),
];

/// `EnumOplossingssoort`.
pub(crate) const OPLOSSINGEN: &[(&str, OplossingSoort)] = &[
    ("Betalingsregeling", OplossingSoort::Betalingsregeling),
    ("Herfinanciering", OplossingSoort::Herfinanciering),
    ("Saneringskrediet", OplossingSoort::Saneringskrediet),
    ("Schuldbemiddeling", OplossingSoort::Schuldbemiddeling),
    ("0%-aanbod", OplossingSoort::Nulaanbod),
];

/// `EnumUitstroomreden`.
pub(crate) const UITSTROOMREDENEN: &[(&str, UitstroomReden)] = &[
    ("Overleden", UitstroomReden::Overleden),
    ("Verhuisd", UitstroomReden::Verhuisd),
    ("Nietverschenen", UitstroomReden::NietVerschenen),
    ("Ingetrokken", UitstroomReden::Ingetrokken),
    ("Niet passend", UitstroomReden::NietPassend),
    ("Overig", UitstroomReden::Overig),
    ("Voldoet niet", UitstroomReden::VoldoetNiet),
    ("Afgerond", UitstroomReden::Afgerond),
    ("Zelf", UitstroomReden::Zelf),
];

/// `EnumSchuldensoort`.
pub(crate) const SCHULDSOORTEN: &[(&str, SchuldSoort)] = &[
    ("Zorg", SchuldSoort::Zorg),
    ("Publiek", SchuldSoort::Publiek),
    ("Nuts", SchuldSoort::Nuts),
    ("Overig", SchuldSoort::Overig),
];
