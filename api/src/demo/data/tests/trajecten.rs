use std::collections::BTreeMap;

use super::{bsn_of, sets, termijnen};
use crate::{
    domain::{Fase, TermijnCode},
    publication::{BeschikkingSoort, TrajectInvoer},
};

fn present(traject: &TrajectInvoer) -> Fase {
    traject.fasen.last().unwrap().fase
}

#[test]
fn every_phase_is_the_present_one_of_at_least_three() {
    for (_, set) in sets() {
        for fase in Fase::ALL {
            let count = set
                .trajecten
                .iter()
                .filter(|traject| present(traject) == *fase)
                .count();
            assert!(count >= 3, "{fase}: {count}");
        }
    }
}

#[test]
fn four_trajecten_have_two_clients() {
    for (_, set) in sets() {
        let pairs = set.trajecten.iter().filter(|traject| traject.clienten.len() == 2);
        let running: Vec<bool> = pairs
            .map(|traject| present(traject) != Fase::Afgesloten)
            .collect();
        assert_eq!(running, [true; 4]);
    }
}

#[test]
fn nobody_is_in_two_trajecten_at_once_and_some_were_in_one_before() {
    for (_, set) in sets() {
        let mut by_resident: BTreeMap<&str, Vec<&TrajectInvoer>> = BTreeMap::new();
        for traject in &set.trajecten {
            for client in &traject.clienten {
                by_resident.entry(bsn_of(client)).or_default().push(traject);
            }
        }
        assert_eq!(by_resident.len(), 60);
        let returned: Vec<_> = by_resident
            .values()
            .filter(|trajecten| trajecten.len() > 1)
            .collect();
        assert!(
            returned
                .iter()
                .filter(|trajecten| present(trajecten[1]) != Fase::Afgesloten)
                .count()
                >= 4
        );
        for trajecten in returned {
            assert_eq!((trajecten.len(), present(trajecten[0])), (2, Fase::Afgesloten));
            assert!(trajecten[0].fasen.last().unwrap().sinds < trajecten[1].fasen[0].sinds);
        }
    }
}

#[test]
fn nothing_that_happened_lies_ahead() {
    for (today, set) in sets() {
        for traject in &set.trajecten {
            assert!(traject.versie.date_naive() < today);
            let mut days: Vec<_> = traject.fasen.iter().map(|fase| fase.sinds).collect();
            days.extend(traject.gesprekken.iter().map(|gesprek| gesprek.datum));
            days.extend(traject.acties.iter().filter_map(|actie| actie.gedaan_op));
            days.extend(traject.regisseurs.iter().map(|regisseur| regisseur.sinds));
            days.extend(traject.beschikkingen.iter().map(|beschikking| beschikking.datum));
            days.extend(traject.opschortingen.iter().map(|opschorting| opschorting.van));
            days.extend(
                traject
                    .crises
                    .iter()
                    .flat_map(|crisis| [Some(crisis.start), crisis.einde])
                    .flatten(),
            );
            days.extend(
                traject
                    .financieel
                    .iter()
                    .filter_map(|financieel| financieel.peildatum),
            );
            days.extend(
                traject
                    .begeleiding
                    .iter()
                    .filter_map(|begeleiding| begeleiding.start),
            );
            days.extend(traject.moratoria.iter().filter_map(|moratorium| moratorium.start));
            days.extend(traject.plan_van_aanpak_op);
            for day in days {
                assert!(day < today, "{}: {day}", traject.bron_id);
            }
        }
    }
}

/// A part by its name, and whether a traject has it.
type Part = (&'static str, fn(&TrajectInvoer) -> bool);

#[test]
fn every_part_of_a_record_occurs() {
    for (_, set) in sets() {
        let all = &set.trajecten;
        let parts: [Part; 14] = [
            ("a second regisseur", |traject| traject.regisseurs.len() > 1),
            ("betrokkenen", |traject| traject.betrokkenen.len() > 1),
            ("gesprekken", |traject| traject.gesprekken.len() > 1),
            ("open acties", |traject| {
                traject.acties.iter().any(|actie| actie.gedaan_op.is_none())
            }),
            ("lapsed", |traject| {
                let mut termijnen = termijnen(traject).into_iter();
                termijnen.any(|termijn| termijn.afloop.vervallen_op.is_some())
            }),
            ("plan", |traject| traject.plan_van_aanpak_op.is_some()),
            ("crisis", |traject| !traject.crises.is_empty()),
            ("moratorium", |traject| !traject.moratoria.is_empty()),
            ("schuldregeling", |traject| traject.schuldregeling.is_some()),
            ("oplossing", |traject| traject.oplossing.is_some()),
            ("begeleiding", |traject| !traject.begeleiding.is_empty()),
            ("financieel", |traject| traject.financieel.is_some()),
            ("nazorg", |traject| {
                traject
                    .nazorg
                    .as_ref()
                    .is_some_and(|nazorg| !nazorg.producten.is_empty())
            }),
            ("uitstroom", |traject| traject.uitstroom.is_some()),
        ];
        for (name, has) in parts {
            assert!(all.iter().any(has), "{name}");
        }
        for soort in [BeschikkingSoort::Toelating, BeschikkingSoort::Beeindiging] {
            let is_of =
                |traject: &TrajectInvoer| traject.beschikkingen.iter().any(|found| found.soort == soort);
            assert!(all.iter().any(is_of), "{soort}");
        }
        for code in [
            TermijnCode::LooptijdMsnp,
            TermijnCode::LooptijdWsnp,
            TermijnCode::Schuldregeling,
        ] {
            let is_of =
                |traject: &TrajectInvoer| termijnen(traject).iter().any(|termijn| termijn.code == code);
            assert!(all.iter().any(is_of), "{code}");
        }
    }
}

#[test]
fn some_decisions_wait_for_papers() {
    // A handful of residents is in the intake: not every seed makes one of them wait.
    let sets = sets();
    let all = sets.iter().flat_map(|(_, set)| &set.trajecten);
    let suspended = all
        .flat_map(termijnen)
        .filter(|termijn| termijn.code == TermijnCode::Beschikking && termijn.looptijd.einde.is_none());
    assert!(suspended.count() > 0);
}
