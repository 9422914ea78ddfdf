use crate::{
    domain::{Inrichting, PartijId, PartijSoort, Rol},
    request::RequestContext,
    subgraphs::common::{ClientError, require_rol},
};

/// About which parties a consent manager or privacy officer may be told: those of toestemmingsbeheer about every
/// party of the samenwerking, all others about what their own party shares or receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::subgraphs::toestemming) enum Reach {
    /// Every party of the samenwerking.
    Samenwerking,
    /// What this party shares or receives.
    Own(PartijId),
}

impl Reach {
    /// How far the caller's reach goes in one of these roles.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD` without such a role.
    pub(in crate::subgraphs::toestemming) fn of(
        context: &RequestContext,
        inrichting: &Inrichting,
        rollen: &[Rol],
    ) -> Result<Self, ClientError> {
        require_rol(context, rollen)?;
        let own = context.caller.partij();
        let is_central = inrichting
            .find_partij(own)
            .is_some_and(|partij| partij.soort == PartijSoort::Toestemmingsbeheer);
        Ok(if is_central {
            Self::Samenwerking
        } else {
            Self::Own(own.clone())
        })
    }

    /// Whether what one of these parties shares with the other lies within it.
    pub(in crate::subgraphs::toestemming) fn covers(&self, partijen: [&PartijId; 2]) -> bool {
        match self {
            Self::Samenwerking => true,
            Self::Own(own) => partijen.contains(&own),
        }
    }
}
