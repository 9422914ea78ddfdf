//! Our words in those of DDAS v1.0; `None` where it has none.

use crate::publication::{BegeleidingSoort, BeschikkingSoort, OplossingSoort, UitstroomReden};

/// EnumBeschikkingssoort.
pub(super) const fn beschikking(soort: BeschikkingSoort) -> Option<&'static str> {
    match soort {
        BeschikkingSoort::Toelating => Some("Toelatingsbeschikking"),
        BeschikkingSoort::Afwijzing => Some("Afwijzingsbeschikking"),
        BeschikkingSoort::Beeindiging => None,
    }
}

/// EnumBegeleidingssoort.
pub(super) const fn begeleiding(soort: BegeleidingSoort) -> &'static str {
    match soort {
        BegeleidingSoort::Budgetcoaching => "Budgetcoaching",
        BegeleidingSoort::Budgetbeheer => "Budgetbeheer",
        BegeleidingSoort::Beschermingsbewind => "Beschermingsbewind",
        BegeleidingSoort::LangeTermijnBegeleiding => "Lange Termijn Begeleiding (DFD)",
        BegeleidingSoort::Budgetbegeleiding => "Budgetbegeleiding",
    }
}

/// EnumOplossingssoort.
pub(super) const fn oplossing(soort: OplossingSoort) -> Option<&'static str> {
    match soort {
        OplossingSoort::Betalingsregeling => Some("Betalingsregeling"),
        OplossingSoort::Herfinanciering => Some("Herfinanciering"),
        OplossingSoort::Saneringskrediet => Some("Saneringskrediet"),
        OplossingSoort::Schuldbemiddeling => Some("Schuldbemiddeling"),
        OplossingSoort::Nulaanbod => Some("0%-aanbod"),
        OplossingSoort::Wsnp => None,
    }
}

/// EnumUitstroomreden; what DDAS doesn't have, a word of ours for an unknown reason too, is `Overig`.
pub(super) const fn uitstroom(reden: UitstroomReden) -> &'static str {
    match reden {
        UitstroomReden::Overleden => "Overleden",
        UitstroomReden::Verhuisd => "Verhuisd",
        UitstroomReden::NietVerschenen => "Nietverschenen",
        UitstroomReden::Ingetrokken => "Ingetrokken",
        UitstroomReden::NietPassend => "Niet passend",
        UitstroomReden::VoldoetNiet => "Voldoet niet",
        UitstroomReden::Afgerond => "Afgerond",
        UitstroomReden::Zelf => "Zelf",
        _ => "Overig",
    }
}
