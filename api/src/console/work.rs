use crate::{
    domain::{Doel, Rol},
    request::authenticate::SignedIn,
};

/// What people do in the console, each in roles and for a purpose of its own. One person may do several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// Recording what residents consent to.
    Consent,
    /// Looking whether all goes well with what is shared.
    Oversight,
    /// Helping residents.
    Help,
}

impl Work {
    /// Every kind; what somebody does who does several is done as the first of them.
    const ALL: [Self; 3] = [Self::Consent, Self::Oversight, Self::Help];

    fn rollen(self) -> &'static [Rol] {
        match self {
            Self::Consent => &[Rol::Toestemmingsbeheerder],
            Self::Oversight => &[Rol::FunctionarisGegevensbescherming],
            Self::Help => &Rol::HULPVERLENERS,
        }
    }

    /// For which purpose the hub is asked.
    pub(super) fn doel(self) -> Doel {
        match self {
            Self::Consent => Doel::InzageInwoner,
            Self::Oversight => Doel::Verantwoording,
            Self::Help => Doel::AfstemmingTraject,
        }
    }

    /// Whether a person has a role for it.
    pub(super) fn is_of(self, signed_in: &SignedIn) -> bool {
        self.rollen().iter().any(|rol| signed_in.is(*rol))
    }

    /// Whose work the page of this route is. A route that isn't named here is nobody's: a new page is there for no one until
    /// it says whose it is.
    pub(super) fn is_at(route: &str, signed_in: &SignedIn) -> bool {
        let works: &[Self] = match route.strip_prefix("/console").unwrap_or(route) {
            "" | "/code" | "/code/ingetrokken" | "/afmelden" | "/aanmelden" | "/{*rest}" => return true,
            "/inwoners/{inwoner}"
            | "/inwoners/{inwoner}/verlenen/{wat}"
            | "/inwoners/{inwoner}/verleend/{gesprek}"
            | "/inwoners/{inwoner}/verleend/{gesprek}/bestand"
            | "/inwoners/{inwoner}/weigeren/{verzoek}"
            | "/inwoners/{inwoner}/herbevestigen/{gesprek}"
            | "/inwoners/{inwoner}/intrekken/{wat}"
            | "/inwoners/{inwoner}/ingetrokken/{moment}"
            | "/inwoners/{inwoner}/akkoord/{gesprek}"
            | "/verzoeken"
            | "/tweede-akkoord"
            | "/aflopend"
            | "/bevestigen" => &[Self::Consent],
            "/inwoners/{inwoner}/inzagen" | "/inwoners/{inwoner}/inzagen/bestand" => {
                &[Self::Consent, Self::Oversight]
            }
            "/inwoners/{inwoner}/traject" => &[Self::Consent, Self::Help],
            "/inwoners/{inwoner}/openen" => &[Self::Help],
            "/beheer"
            | "/beheer/inzagen"
            | "/beheer/inzagen/bestand"
            | "/beheer/logboeken"
            | "/beheer/logboeken/{logboek}/controlepunt"
            | "/beheer/openingen"
            | "/beheer/rapporten" => &[Self::Oversight],
            _ => &[],
        };
        works.iter().any(|work| work.is_of(signed_in))
    }

    /// What a person does first of all; nothing for whom there is nothing to do here.
    pub(super) fn first_of(signed_in: &SignedIn) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.is_of(signed_in))
    }
}
