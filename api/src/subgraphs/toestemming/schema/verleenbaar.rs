use async_graphql::{Context, Object};

use super::{
    super::types::{Verleenbaar, VerleenbaarDeel, VerleenbaarDoel, VerleenbaarPakket, VerleenbareGroepen},
    query::register,
};
use crate::{
    domain::{Doel, Gegevensgroep, Inrichting, Pakket, Samenwerking},
    register::Register,
    request::authenticate::Caller,
    subgraphs::{
        common::{ClientError, PartijInfo, context_of},
        toestemming::grant::manages,
    },
};

/// What can be granted.
#[derive(Default)]
pub struct VerleenbaarQuery;

#[Object]
impl VerleenbaarQuery {
    /// What residents of my samenwerking can consent to: bundles, and what single grants can hold. Consent managers
    /// are shown the bundles that they may record.
    async fn verleenbaar(&self, ctx: &Context<'_>) -> async_graphql::Result<Verleenbaar> {
        let ingericht = register(ctx)?
            .inrichting()
            .await
            .map_err(|error| ClientError::from(error).into_graphql())?;
        Ok(verleenbaar(&context_of(ctx)?.caller, &ingericht.inrichting))
    }
}

fn verleenbaar(caller: &Caller, inrichting: &Inrichting) -> Verleenbaar {
    let samenwerking = inrichting.samenwerking_of(caller.partij());
    let is_ours = |pakket: &&Pakket| samenwerking.is_some_and(|ours| ours.id == pakket.samenwerking);
    let may_record = |pakket: &&Pakket| {
        let mut delen = pakket.delen.iter();
        delen.any(|deel| manages(caller, inrichting, [&deel.bronhouder, &deel.ontvanger]))
    };
    Verleenbaar {
        pakketten: inrichting
            .pakketten
            .iter()
            .filter(is_ours)
            .filter(may_record)
            .map(|pakket| pakket_of(pakket, inrichting))
            .collect(),
        doelen: Doel::ALL
            .iter()
            .filter_map(|doel| doel_of(*doel, inrichting))
            .collect(),
        bronhouders: samenwerking.map(bronhouders).unwrap_or_default(),
    }
}

fn pakket_of(pakket: &Pakket, inrichting: &Inrichting) -> VerleenbaarPakket {
    let delen = pakket.delen.iter().filter_map(|deel| {
        Some(VerleenbaarDeel {
            bronhouder: inrichting.find_partij(&deel.bronhouder)?.into(),
            ontvanger: inrichting.find_partij(&deel.ontvanger)?.into(),
            groepen: deel.groepen.iter().copied().collect(),
        })
    });
    VerleenbaarPakket {
        id: pakket.id.clone().into(),
        naam: pakket.naam.clone(),
        doel: pakket.doel,
        langste_dagen: longest(inrichting, pakket.doel),
        delen: delen.collect(),
    }
}

fn doel_of(doel: Doel, inrichting: &Inrichting) -> Option<VerleenbaarDoel> {
    let groepen = inrichting
        .doel_groepen
        .get(&doel)
        .filter(|groepen| !groepen.is_empty())?;
    Some(VerleenbaarDoel {
        doel,
        langste_dagen: longest(inrichting, doel),
        groepen: groepen.iter().copied().collect(),
    })
}

/// Without a configured maximum nothing may be granted for the purpose.
fn longest(inrichting: &Inrichting, doel: Doel) -> u32 {
    inrichting
        .langste_toestemming_dagen
        .get(&doel)
        .copied()
        .unwrap_or(0)
}

fn bronhouders(samenwerking: &Samenwerking) -> Vec<VerleenbareGroepen> {
    let groups_of = |partij: &crate::domain::Partij| -> Vec<Gegevensgroep> {
        let all = Gegevensgroep::ALL.iter().copied();
        all.filter(|groep| partij.houdt(groep.record_soort())).collect()
    };
    samenwerking
        .partijen
        .iter()
        .map(|partij| VerleenbareGroepen {
            bronhouder: PartijInfo::from(partij),
            groepen: groups_of(partij),
        })
        .filter(|shared| !shared.groepen.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        config::{UTRECHT, read_inrichting},
        domain::{PartijSoort, Rol},
    };

    fn shown_to(partij: &str, rol: Rol) -> Verleenbaar {
        let caller = Caller::for_test(partij, [rol], Doel::InzageInwoner);
        verleenbaar(&caller, &read_inrichting(UTRECHT).unwrap())
    }

    fn bundles(shown: &Verleenbaar) -> Vec<&str> {
        shown.pakketten.iter().map(|pakket| pakket.id.as_str()).collect()
    }

    #[test]
    fn the_desk_is_shown_every_bundle_and_a_party_those_with_a_part_of_its_own() {
        let mut inrichting = read_inrichting(UTRECHT).unwrap();
        let lamp = inrichting
            .pakketten
            .iter_mut()
            .find(|pakket| pakket.id == "LAMPJE")
            .unwrap();
        lamp.delen.retain(|deel| deel.ontvanger.as_str() != "incluzio");
        let shown = |partij: &str| {
            let caller = Caller::for_test(partij, [Rol::Toestemmingsbeheerder], Doel::InzageInwoner);
            verleenbaar(&caller, &inrichting)
        };
        assert_eq!(bundles(&shown("toestemmingsbeheer")), ["LAMPJE", "SAMENWERKEN"]);
        assert_eq!(bundles(&shown("incluzio")), ["SAMENWERKEN"]);
        assert_eq!(bundles(&shown("lokalis")), ["LAMPJE", "SAMENWERKEN"]);
    }

    #[test]
    fn who_is_no_consent_manager_or_of_another_city_is_shown_no_bundle() {
        assert!(bundles(&shown_to("incluzio", Rol::Buurtteammedewerker)).is_empty());
        let elsewhere = shown_to("elders", Rol::Toestemmingsbeheerder);
        assert!(elsewhere.pakketten.is_empty() && elsewhere.bronhouders.is_empty());
    }

    #[test]
    fn every_owner_has_the_groups_of_its_own_kind_of_record_only() {
        let shown = shown_to("toestemmingsbeheer", Rol::Toestemmingsbeheerder);
        for bron in &shown.bronhouders {
            assert_ne!(bron.bronhouder.soort, PartijSoort::Toestemmingsbeheer);
            let soorten: std::collections::BTreeSet<_> =
                bron.groepen.iter().map(|groep| groep.record_soort()).collect();
            assert_eq!(soorten.len(), 1, "{soorten:?}");
        }
        for doel in &shown.doelen {
            assert!(
                !doel.groepen.is_empty() && doel.langste_dagen > 0,
                "{:?}",
                doel.doel
            );
        }
    }
}
