use super::*;
use crate::config::read_inrichting;

const PARTNER: &str = "woningcorporatie-zaan";
/// Passes the elfproef.
const NUMBER: &str = "999990342";

fn zaanstad() -> Inrichting {
    let mut zaanstad = read_inrichting(include_str!("../../../config/zaanstad.toml")).unwrap();
    let insured = Vroegsignaalregel {
        soort: VroegsignaalSoort::Zorgverzekering,
        ontvangers: [PartijId::new("wijkteams-west").unwrap()].into(),
        vanaf_maanden: 3,
        tot_en_met_maanden: Some(5),
        geldig_van: day("2026-01-01"),
        geldig_tot: Some(day("2026-07-01")),
        ..zaanstad.vroegsignalen[0].clone()
    };
    zaanstad.vroegsignalen.push(insured);
    zaanstad.check().unwrap();
    zaanstad
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn signal(soort: VroegsignaalSoort, maanden: i32, peildatum: &str) -> VroegsignaalInvoer {
    VroegsignaalInvoer {
        bron_id: "V-1".to_owned(),
        versie: "2026-06-01T08:00:00Z".parse().unwrap(),
        inwoner: InwonerInvoer::Bsn(NUMBER.to_owned()),
        soort,
        maanden,
        bedrag: Some(1400),
        peildatum: day(peildatum),
        inspanning_verricht: true,
        ontvanger: Some("wijkteams-west".to_owned()),
    }
}

/// The fields with a fault; none where it is taken in.
fn faults(invoer: &VroegsignaalInvoer) -> Vec<String> {
    let checked = invoer.check(&PartijId::new(PARTNER).unwrap(), &zaanstad(), day("2027-01-01"));
    let faults = checked.map_or_else(|faults| faults, |_| Vec::new());
    faults.into_iter().map(|fault| fault.field).collect()
}

#[test]
fn the_thresholds_hold_at_their_edges() {
    use VroegsignaalSoort::{Huur, Zorgverzekering};
    for (soort, maanden, is_taken) in [
        (Huur, 1, false),
        (Huur, 2, true),
        (Huur, 240, true),
        (Zorgverzekering, 2, false),
        (Zorgverzekering, 3, true),
        (Zorgverzekering, 5, true),
        (Zorgverzekering, 6, false),
    ] {
        let found = faults(&signal(soort, maanden, "2026-05-01"));
        let expected: &[&str] = if is_taken { &[] } else { &["maanden"] };
        assert_eq!(found, expected, "{soort} {maanden}");
    }
}

#[test]
fn a_signal_is_judged_by_its_own_day() {
    for (peildatum, expected) in [
        ("2025-12-31", vec!["peildatum"]),
        ("2026-01-01", vec![]),
        ("2026-06-30", vec![]),
        ("2026-07-01", vec!["peildatum"]),
    ] {
        let invoer = signal(VroegsignaalSoort::Zorgverzekering, 3, peildatum);
        assert_eq!(faults(&invoer), expected, "{peildatum}");
    }
    assert_eq!(faults(&signal(VroegsignaalSoort::Huur, 3, "2027-01-01")), [""; 0]);
    assert_eq!(
        faults(&signal(VroegsignaalSoort::Huur, 3, "2027-01-02")),
        ["peildatum"]
    );
}

#[test]
fn a_kind_without_a_ground_is_refused_as_such() {
    assert_eq!(
        faults(&signal(VroegsignaalSoort::Gas, 9, "2026-05-01")),
        ["soort"]
    );
}

#[test]
fn where_it_goes_is_configured() {
    let huur = |ontvanger: Option<&str>| VroegsignaalInvoer {
        ontvanger: ontvanger.map(str::to_owned),
        ..signal(VroegsignaalSoort::Huur, 2, "2026-05-01")
    };
    for refused in [
        None,
        Some("zaanstad-services"),
        Some("kredietbank-nederland"),
        Some(""),
    ] {
        assert_eq!(faults(&huur(refused)), ["ontvanger"], "{refused:?}");
    }
    let alone = VroegsignaalInvoer {
        ontvanger: None,
        ..signal(VroegsignaalSoort::Zorgverzekering, 3, "2026-05-01")
    };
    let taken = alone.check(&PartijId::new(PARTNER).unwrap(), &zaanstad(), day("2026-06-01"));
    assert_eq!(taken.unwrap().ontvanger.as_str(), "wijkteams-west");
}

#[test]
fn all_faults_are_told_at_once() {
    let wrong = VroegsignaalInvoer {
        bron_id: " ".to_owned(),
        inwoner: InwonerInvoer::Bsn("123456789".to_owned()),
        bedrag: Some(0),
        inspanning_verricht: false,
        ontvanger: Some("niemand".to_owned()),
        ..signal(VroegsignaalSoort::Huur, 1, "2028-05-01")
    };
    let fields = [
        "bronId",
        "inwoner.bsn",
        "bedrag",
        "peildatum",
        "inspanningVerricht",
        "maanden",
        "ontvanger",
    ];
    assert_eq!(faults(&wrong), fields);
}

#[test]
fn a_step_brings_what_belongs_to_it() {
    use VroegsignaalStap::{Afsluiten, Koppelen, Oppakken};
    let step = |stap, traject: Option<&str>, resultaat| VroegsignaalBijwerkenInvoer {
        vroegsignalen: vec![Uuid::nil()],
        stap,
        traject: traject.map(str::to_owned),
        resultaat,
    };
    let result = Some(VroegsignaalResultaat::NietBereikt);
    for (invoer, faults) in [
        (step(Oppakken, None, None), 0),
        (step(Koppelen, Some("T-1"), None), 0),
        (step(Afsluiten, None, result), 0),
        (step(Oppakken, Some("T-1"), result), 2),
        (step(Koppelen, None, result), 2),
        (step(Koppelen, Some(""), None), 1),
        (step(Afsluiten, Some("T-1"), None), 2),
    ] {
        assert_eq!(
            invoer.check().map_or_else(|faults| faults.len(), |()| 0),
            faults,
            "{invoer:?}"
        );
    }
    let nothing = VroegsignaalBijwerkenInvoer {
        vroegsignalen: Vec::new(),
        ..step(Oppakken, None, None)
    };
    assert_eq!(nothing.check().unwrap_err()[0].field, "vroegsignalen");
}

/// What is taken in has a row that says so, and what isn't names a field: never neither. Every kind, every number of
/// months, addressee and way of naming, on each day on which something begins or ends.
#[test]
fn nothing_is_taken_in_without_a_row() {
    let (zaanstad, partner) = (zaanstad(), PartijId::new(PARTNER).unwrap());
    let mut taken = 0;
    for soort in VroegsignaalSoort::ALL {
        for maanden in -1..8 {
            for peildatum in DAYS {
                for (ontvanger, bsn, inspanning_verricht) in NAMED {
                    let invoer = VroegsignaalInvoer {
                        inspanning_verricht,
                        ontvanger: ontvanger.map(str::to_owned),
                        inwoner: InwonerInvoer::Bsn(bsn.to_owned()),
                        ..signal(*soort, maanden, peildatum)
                    };
                    match invoer.check(&partner, &zaanstad, day("2027-01-01")) {
                        Ok(toelating) => {
                            taken += 1;
                            assert!(says_so(&zaanstad, &invoer, &toelating), "{invoer:?}");
                        }
                        Err(faults) => assert!(!faults.is_empty(), "{invoer:?}"),
                    }
                }
            }
        }
    }
    assert!(taken > 20, "{taken}");
}

const DAYS: [&str; 7] = [
    "2020-12-31",
    "2021-01-01",
    "2025-12-31",
    "2026-01-01",
    "2026-06-30",
    "2026-07-01",
    "2027-01-02",
];

const NAMED: [(Option<&str>, &str, bool); 6] = [
    (Some("wijkteams-west"), NUMBER, true),
    (Some("wijkteams-oost"), NUMBER, true),
    (Some("zaanstad-services"), NUMBER, true),
    (None, NUMBER, true),
    (Some("wijkteams-west"), "123456789", true),
    (Some("wijkteams-west"), NUMBER, false),
];

fn says_so(zaanstad: &Inrichting, invoer: &VroegsignaalInvoer, toelating: &Toelating) -> bool {
    let mut rows = zaanstad.vroegsignalen.iter();
    let is_right = |regel: &Vroegsignaalregel| {
        let most = regel.tot_en_met_maanden.map_or(i32::MAX, i32::from);
        regel.soort == invoer.soort
            && regel.holds_on(invoer.peildatum)
            && (i32::from(regel.vanaf_maanden)..=most).contains(&invoer.maanden)
            && regel.ontvangers.contains(&toelating.ontvanger)
            && regel.grondslag == toelating.grondslag
    };
    rows.any(is_right) && invoer.inspanning_verricht && invoer.peildatum <= day("2027-01-01")
}
