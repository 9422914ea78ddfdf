use super::{super::*, bsn_of, sets, termijnen};
use crate::{
    domain::{Fase, TermijnCode},
    publication::{DossierStatus, VerwijzingSoort, VerwijzingStatus},
    termijnen::TermijnToestand,
};

fn traject_of<'s>(set: &'s DemoSet, bsn: &str) -> &'s TrajectInvoer {
    let mut found = set
        .trajecten
        .iter()
        .filter(|traject| bsn_of(&traject.clienten[0]) == bsn);
    let traject = found.next().unwrap();
    assert!(found.next().is_none(), "one traject for a resident of the tour");
    assert_eq!(traject.clienten.len(), 1);
    traject
}

#[test]
fn samira_is_in_stabilisatie_with_fatima_and_a_deadline_nears() {
    for (today, set) in sets() {
        let traject = traject_of(&set, SAMIRA);
        assert_eq!(traject.fasen.last().unwrap().fase, Fase::Stabilisatie);
        assert_eq!(
            traject.regisseurs.last().unwrap().contact.naam,
            "Fatima el Amrani"
        );
        assert!(traject.financieel.as_ref().unwrap().totale_schuld.is_some());
        let noon = today.and_hms_opt(12, 0, 0).unwrap().and_utc();
        let stand = termijnen(traject)
            .iter()
            .map(|termijn| (termijn.code, termijn.toestand(noon)))
            .collect::<Vec<_>>();
        let expected = [
            (TermijnCode::EersteGesprek, TermijnToestand::Gehaald),
            (TermijnCode::Beschikking, TermijnToestand::Gehaald),
            (TermijnCode::PlanVanAanpak, TermijnToestand::Nadert),
        ];
        assert_eq!(stand, expected, "on {today}");
    }
}

#[test]
fn samira_has_a_referral_and_an_open_dossier_in_overvecht() {
    for (_, set) in sets() {
        let number = &set.koppelingen.iter().find(|(_, bsn)| bsn == SAMIRA).unwrap().0;
        let crate::publication::InwonerInvoer::EigenNummer(named) = &set.srw[0].inwoner else {
            panic!("by own number")
        };
        assert_eq!(named, number);
        let verwijzing = &set.srw[0].verwijzingen[0];
        assert_eq!(verwijzing.soort, VerwijzingSoort::Inkomenscheck);
        assert_eq!(verwijzing.status, VerwijzingStatus::InBehandeling);
        let dossier = &set.incluzio[0];
        assert_eq!(
            (bsn_of(&dossier.inwoner), dossier.status),
            (SAMIRA, DossierStatus::Open)
        );
        assert_eq!(dossier.team.as_deref(), Some("Overvecht"));
        assert!(
            set.lokalis
                .iter()
                .all(|dossier| bsn_of(&dossier.inwoner) != SAMIRA)
        );
    }
}

#[test]
fn everybody_in_samiras_records_is_in_the_list_of_people() {
    let (_, set) = sets().remove(0);
    let known = |contact: &crate::publication::ContactInvoer| {
        let person = set
            .persons
            .iter()
            .find(|person| person.naam == contact.naam)
            .unwrap();
        person.contact().telefoon == contact.telefoon
    };
    let traject = traject_of(&set, SAMIRA);
    assert!(
        traject
            .regisseurs
            .iter()
            .all(|regisseur| known(&regisseur.contact))
    );
    assert!(
        traject
            .betrokkenen
            .iter()
            .all(|betrokkene| known(&betrokkene.contact))
    );
    assert!(known(set.srw[0].verwijzingen[0].behandelaar.as_ref().unwrap()));
    assert!(known(set.incluzio[0].medewerker.as_ref().unwrap()));
}

#[test]
fn the_others_have_running_trajecten_and_open_dossiers_but_no_consent_in_force() {
    for (_, set) in sets() {
        for bsn in [WITHOUT_CONSENT, CONSENT_WITHDRAWN] {
            assert_ne!(traject_of(&set, bsn).fasen.last().unwrap().fase, Fase::Afgesloten);
            let dossier = set
                .incluzio
                .iter()
                .find(|dossier| bsn_of(&dossier.inwoner) == bsn)
                .unwrap();
            assert_eq!(dossier.status, DossierStatus::Open);
        }
        assert!(set.grants.iter().all(|grant| grant.bsn != WITHOUT_CONSENT));
        let of = |bsn| {
            set.grants
                .iter()
                .filter(|grant| grant.bsn == bsn)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(CONSENT_WITHDRAWN).len(), 1);
        assert_eq!(of(CONSENT_WITHDRAWN)[0].withdrawal, Some(DemoWithdrawal::Whole));
        assert_eq!(of(SAMIRA).len(), 1);
        assert_eq!(of(SAMIRA)[0].content, DemoGrantContent::Pakket("SAMENWERKEN"));
        assert_eq!(
            (of(SAMIRA)[0].geldig_van_dagen, &of(SAMIRA)[0].withdrawal),
            (0, &None)
        );
    }
}
