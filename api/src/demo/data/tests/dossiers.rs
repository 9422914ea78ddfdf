use std::collections::BTreeSet;

use super::{bsn_of, sets};
use crate::publication::{
    BuurtteamdossierInvoer, DoelStatus, DossierStatus, InwonerInvoer, Leefgebied, VerwijzingRoute,
    VerwijzingSoort, VerwijzingStatus,
};

#[test]
fn every_kind_way_and_state_of_a_referral_occurs() {
    for (_, set) in sets() {
        let all = || set.srw.iter().flat_map(|dossier| &dossier.verwijzingen);
        let soorten: BTreeSet<_> = all().map(|verwijzing| verwijzing.soort).collect();
        assert_eq!(soorten.len(), VerwijzingSoort::ALL.len());
        let routes: BTreeSet<_> = all().map(|verwijzing| verwijzing.route).collect();
        assert_eq!(routes.len(), VerwijzingRoute::ALL.len());
        let states: BTreeSet<_> = all().map(|verwijzing| verwijzing.status).collect();
        assert_eq!(states.len(), VerwijzingStatus::ALL.len());
        let silent =
            all().filter(|one| one.status == VerwijzingStatus::Afgerond && one.terugkoppeling.is_none());
        assert!(silent.count() > 0);
    }
}

#[test]
fn u_centraal_names_residents_by_its_own_coupled_numbers() {
    for (_, set) in sets() {
        for dossier in &set.srw {
            let InwonerInvoer::EigenNummer(number) = &dossier.inwoner else {
                panic!("not by own number")
            };
            assert!(set.koppelingen.iter().any(|(coupled, _)| coupled == number));
            assert!(set.residents.iter().all(|bsn| !number.contains(bsn.as_str())));
        }
    }
}

#[test]
fn referrals_happened_in_order_and_before_today() {
    for (today, set) in sets() {
        for verwijzing in set.srw.iter().flat_map(|dossier| &dossier.verwijzingen) {
            let dates = [
                Some(verwijzing.ingediend_op),
                verwijzing.geaccepteerd_op,
                verwijzing.afgerond_op,
            ];
            let dates: Vec<_> = dates.into_iter().flatten().collect();
            assert!(
                dates.is_sorted() && dates.iter().all(|date| *date < today),
                "{dates:?}"
            );
        }
    }
}

#[test]
fn buurtteams_have_open_and_closed_dossiers_with_all_that_they_hold() {
    for (today, set) in sets() {
        for dossiers in [&set.incluzio, &set.lokalis] {
            for status in DossierStatus::ALL {
                assert!(
                    dossiers
                        .iter()
                        .filter(|dossier| dossier.status == *status)
                        .count()
                        >= 3,
                    "{status}"
                );
            }
            let residents: BTreeSet<_> = dossiers.iter().map(|dossier| bsn_of(&dossier.inwoner)).collect();
            assert_eq!(residents.len(), dossiers.len());
            for dossier in dossiers {
                check_days(dossier, today);
            }
        }
        let gebieden: BTreeSet<_> = set
            .incluzio
            .iter()
            .flat_map(|dossier| &dossier.leefgebieden)
            .map(|found| found.gebied)
            .collect();
        assert_eq!(gebieden.len(), Leefgebied::ALL.len());
        let states: BTreeSet<_> = set
            .incluzio
            .iter()
            .flat_map(|dossier| &dossier.doelen)
            .map(|doel| doel.status)
            .collect();
        assert_eq!(states.len(), DoelStatus::ALL.len());
    }
}

fn check_days(dossier: &BuurtteamdossierInvoer, today: chrono::NaiveDate) {
    let last = dossier.gesloten_op.unwrap_or(today);
    assert!(last <= today && !dossier.contactmomenten.is_empty() && dossier.medewerker.is_some());
    let days = dossier.contactmomenten.iter().copied();
    let days = days.chain(dossier.doelen.iter().map(|doel| doel.sinds));
    let mut days = days.chain(dossier.leefgebieden.iter().map(|gebied| gebied.peildatum));
    assert!(
        days.all(|day| (dossier.geopend_op..=last).contains(&day)),
        "{}",
        dossier.bron_id
    );
}

#[test]
fn some_dossiers_are_closed_while_a_traject_runs() {
    for (_, set) in sets() {
        let running: BTreeSet<&str> = set
            .trajecten
            .iter()
            .filter(|traject| traject.uitstroom.is_none())
            .flat_map(|traject| &traject.clienten)
            .map(bsn_of)
            .collect();
        let closed = set
            .incluzio
            .iter()
            .filter(|dossier| dossier.status == DossierStatus::Gesloten);
        assert!(
            closed
                .filter(|dossier| running.contains(bsn_of(&dossier.inwoner)))
                .count()
                > 0
        );
    }
}
