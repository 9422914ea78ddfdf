use std::collections::BTreeSet;

use super::{super::*, bsn_of, sets};
use crate::{
    config::{UTRECHT, read_inrichting},
    domain::{Inrichting, PartijId},
};

#[test]
fn about_half_of_the_residents_consented_and_some_withdrew() {
    for (_, set) in sets() {
        let residents: BTreeSet<&String> = set.grants.iter().map(|grant| &grant.bsn).collect();
        assert!((90..=150).contains(&residents.len()), "{}", residents.len());
        let count =
            |is_such: fn(&DemoGrant) -> bool| set.grants.iter().filter(|grant| is_such(grant)).count();
        let whole = count(|grant| grant.withdrawal == Some(DemoWithdrawal::Whole));
        let part = count(|grant| matches!(grant.withdrawal, Some(DemoWithdrawal::Part(_))));
        let later = count(|grant| grant.geldig_van_dagen > 0);
        assert!(whole >= 3 && part >= 3 && later >= 1, "{whole} {part} {later}");
        for pakket in ["LAMPJE", "SAMENWERKEN"] {
            let of = set
                .grants
                .iter()
                .filter(|grant| grant.content == DemoGrantContent::Pakket(pakket));
            assert!(of.count() >= 20, "{pakket}");
        }
        assert!(count(|grant| matches!(grant.content, DemoGrantContent::Single(_))) >= 5);
    }
}

#[test]
fn every_consent_can_be_recorded_in_the_utrecht_samenwerking() {
    let inrichting = read_inrichting(UTRECHT).unwrap();
    for (_, set) in sets() {
        for grant in &set.grants {
            assert!(set.residents.contains(&grant.bsn));
            let longest = inrichting.langste_toestemming_dagen[&grant.doel];
            assert!(
                (1..=longest).contains(&grant.looptijd_dagen),
                "{}",
                grant.looptijd_dagen
            );
            let delen = parts(&inrichting, grant);
            assert!(!delen.is_empty());
            for deel in &delen {
                let bron = inrichting
                    .find_partij(&PartijId::new(deel.bronhouder).unwrap())
                    .unwrap();
                assert!(
                    inrichting
                        .find_partij(&PartijId::new(deel.ontvanger).unwrap())
                        .is_some()
                );
                assert!(!deel.groepen.is_empty() && deel.bronhouder != deel.ontvanger);
                for groep in &deel.groepen {
                    assert!(bron.houdt(groep.record_soort()), "{groep}");
                    assert!(
                        inrichting.doel_draagt(grant.doel, *groep),
                        "{groep} {}",
                        grant.doel
                    );
                }
            }
            if let Some(DemoWithdrawal::Part(withdrawn)) = &grant.withdrawal {
                let of_it = delen.iter().any(|deel| {
                    (deel.bronhouder, deel.ontvanger) == (withdrawn.bronhouder, withdrawn.ontvanger)
                        && withdrawn.groepen.iter().all(|groep| deel.groepen.contains(groep))
                });
                assert!(of_it, "withdraws what was granted");
            }
        }
    }
}

fn parts(inrichting: &Inrichting, grant: &DemoGrant) -> Vec<DemoGrantPart> {
    let id = match &grant.content {
        DemoGrantContent::Pakket(id) => id,
        DemoGrantContent::Single(parts) => return parts.clone(),
    };
    let pakket = inrichting.find_pakket("utrecht", id).unwrap();
    assert_eq!(pakket.doel, grant.doel);
    let name = |id: &PartijId| {
        let known = [GEMEENTE, U_CENTRAAL, INCLUZIO, LOKALIS, TOESTEMMINGSBEHEER];
        known.into_iter().find(|known| *known == id.as_str()).unwrap()
    };
    let part = |deel: &crate::domain::PakketDeel| DemoGrantPart {
        bronhouder: name(&deel.bronhouder),
        ontvanger: name(&deel.ontvanger),
        groepen: deel.groepen.iter().copied().collect(),
    };
    pakket.delen.iter().map(part).collect()
}

#[test]
fn of_one_traject_both_clients_consented_and_of_another_only_one() {
    for (_, set) in sets() {
        let has_all = |bsn: &str| {
            let mut of = set.grants.iter().filter(|grant| grant.bsn == bsn);
            of.any(|grant| grant.withdrawal.is_none() && matches!(grant.content, DemoGrantContent::Single(_)))
        };
        let consenting: Vec<usize> = set
            .trajecten
            .iter()
            .filter(|traject| traject.clienten.len() == 2 && traject.uitstroom.is_none())
            .map(|traject| {
                traject
                    .clienten
                    .iter()
                    .filter(|client| has_all(bsn_of(client)))
                    .count()
            })
            .collect();
        assert_eq!(consenting[..2], [2, 1]);
    }
}
