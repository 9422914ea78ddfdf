use super::ClientError;
use crate::{
    domain::{Doel, Inrichting, PartijId, PartijSoort, Rol},
    request::RequestContext,
};

/// About which parties a consent manager or privacy officer may be told: those of toestemmingsbeheer about every
/// party of the samenwerking, all others about what their own party shares or receives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every party of the samenwerking.
    Samenwerking,
    /// What this party shares or receives.
    Own(PartijId),
}

/// For what such things are told: at a resident's request, or to account for what was disclosed.
const DOELEN: [Doel; 2] = [Doel::InzageInwoner, Doel::Verantwoording];

impl Reach {
    /// How far the caller's reach goes: in one of the roles `central` at toestemmingsbeheer, of `at_party` elsewhere.
    ///
    /// # Errors
    /// `ROL_NIET_BEVOEGD` without such a role, `DOEL_NIET_GEDEKT` for any other purpose.
    pub fn of(
        context: &RequestContext,
        inrichting: &Inrichting,
        central: &[Rol],
        at_party: &[Rol],
    ) -> Result<Self, ClientError> {
        let caller = &context.caller;
        let is_one_of = |rollen: &[Rol]| rollen.iter().any(|rol| caller.is(*rol));
        let own = inrichting.find_partij(caller.partij());
        let reach = match own.map(|partij| partij.soort) {
            Some(PartijSoort::Toestemmingsbeheer) if is_one_of(central) => Self::Samenwerking,
            Some(PartijSoort::Toestemmingsbeheer) | None => return Err(ClientError::RolNietBevoegd),
            // It only tells: what is logged of its own signals would tell it something back.
            Some(PartijSoort::Signaalpartner) => return Err(ClientError::PartijNietBevoegd),
            Some(_) if is_one_of(at_party) => Self::Own(caller.partij().clone()),
            Some(_) => return Err(ClientError::RolNietBevoegd),
        };
        if !DOELEN.contains(&caller.doel()) || !inrichting.rol_mag(caller.rollen(), caller.doel()) {
            return Err(ClientError::DoelNietGedekt);
        }
        Ok(reach)
    }

    /// Whether what one of these parties shares with the other lies within it.
    pub fn covers(&self, partijen: [&PartijId; 2]) -> bool {
        match self {
            Self::Samenwerking => true,
            Self::Own(own) => partijen.contains(&own),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{UTRECHT, read_inrichting},
        request::{NietGedeeld, TraceId, authenticate::Caller},
    };

    fn reach(partij: &str, rol: Rol) -> Result<Reach, ClientError> {
        reach_for(partij, rol, Doel::Verantwoording)
    }

    fn reach_for(partij: &str, rol: Rol, doel: Doel) -> Result<Reach, ClientError> {
        let context = RequestContext {
            caller: Caller::for_test(partij, [rol], doel),
            trace_id: TraceId::begin(),
            minimale_registerversie: None,
            niet_gedeeld: NietGedeeld::default(),
        };
        let utrecht = read_inrichting(UTRECHT).unwrap();
        let (manager, officer) = (Rol::Toestemmingsbeheerder, Rol::FunctionarisGegevensbescherming);
        Reach::of(&context, &utrecht, &[manager, officer], &[officer])
    }

    #[test]
    fn toestemmingsbeheer_reaches_everybody_and_an_officer_its_own_party() {
        let manager = reach("toestemmingsbeheer", Rol::Toestemmingsbeheerder);
        assert_eq!(manager.unwrap(), Reach::Samenwerking);
        let [incluzio, lokalis] = ["incluzio", "lokalis"].map(|id| PartijId::new(id).unwrap());
        let own = reach("incluzio", Rol::FunctionarisGegevensbescherming).unwrap();
        assert!(own.covers([&lokalis, &incluzio]) && !own.covers([&lokalis, &lokalis]));
    }

    #[test]
    fn nobody_reaches_anything_for_another_purpose() {
        for doel in [Doel::AfstemmingTraject, Doel::InzageInwoner] {
            let officer = reach_for("incluzio", Rol::FunctionarisGegevensbescherming, doel);
            assert_eq!(officer.unwrap_err().code(), "DOEL_NIET_GEDEKT", "{doel}");
        }
    }

    #[test]
    fn nobody_else_reaches_anything() {
        for (partij, rol) in [
            ("incluzio", Rol::Toestemmingsbeheerder),
            ("incluzio", Rol::Buurtteammedewerker),
            ("toestemmingsbeheer", Rol::Beheerder),
            ("onbekend", Rol::FunctionarisGegevensbescherming),
        ] {
            let refused = reach(partij, rol).unwrap_err();
            assert_eq!(refused.code(), "ROL_NIET_BEVOEGD", "{partij} {rol}");
        }
    }
}
