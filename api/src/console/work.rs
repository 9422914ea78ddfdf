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

    /// What a person does first of all; nothing for whom there is nothing to do here.
    pub(super) fn first_of(signed_in: &SignedIn) -> Option<Self> {
        Self::ALL.into_iter().find(|work| work.is_of(signed_in))
    }
}
