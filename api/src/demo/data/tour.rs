//! What the tour of the README shows: the records of Samira, by hand and the same for every seed.

use chrono::{Datelike, NaiveDate};

use super::{
    bsn::SAMIRA,
    persons::{FATIMA, JORIS, NAOMI, contact_of},
    texts::{BEGELEIDER, BUURTTEAM, INWONER},
    time::Origin,
};
use crate::{
    domain::{Fase, Rol},
    publication::{
        ActieInvoer, BegeleidingInvoer, BegeleidingSoort, BeschikkingInvoer, BeschikkingSoort,
        BetrokkeneInvoer, BuurtteamdossierInvoer, ContactInvoer, DoelInvoer, DoelStatus, DossierStatus,
        FaseInvoer, FinancieelInvoer, GesprekInvoer, GesprekSoort, Hulpvraag, Ingang, InwonerInvoer,
        Leefgebied, LeefgebiedInvoer, RegisseurInvoer, SrwDossierInvoer, TrajectInvoer, VerwijzingInvoer,
        VerwijzingRoute, VerwijzingSoort, VerwijzingStatus,
    },
};

/// How many days ago things happened in Samira's traject.
const AANMELDING: i64 = 74;
const INTAKE: i64 = 52;
const STABILISATIE: i64 = 30;
const VERWIJZING: i64 = 26;

/// U Centraal's own client number of Samira.
pub const SAMIRA_EIGEN_NUMMER: &str = "UC-20417";

/// Samira's traject: it runs, in STABILISATIE, and the plan of approach is nearly due.
pub(super) fn traject(origin: Origin) -> TrajectInvoer {
    let ago = |days| origin.ago(days);
    TrajectInvoer {
        bron_id: format!("WI-{}-00001", ago(AANMELDING).year()),
        versie: origin.versie(),
        clienten: vec![InwonerInvoer::Bsn(SAMIRA.to_owned())],
        ingang: Ingang::Buurtteam,
        aanmelddatum: ago(AANMELDING),
        hulpvraag: Hulpvraag::Schulden,
        fasen: vec![
            FaseInvoer {
                fase: Fase::Aanmelding,
                sinds: ago(AANMELDING),
                tot: None,
            },
            FaseInvoer {
                fase: Fase::Intake,
                sinds: ago(INTAKE),
                tot: None,
            },
            FaseInvoer {
                fase: Fase::Stabilisatie,
                sinds: ago(STABILISATIE),
                tot: None,
            },
        ],
        regisseurs: vec![RegisseurInvoer {
            contact: person(FATIMA),
            sinds: ago(AANMELDING - 2),
            tot: None,
        }],
        betrokkenen: betrokkenen(),
        gesprekken: vec![
            GesprekInvoer {
                soort: GesprekSoort::Driegesprek,
                datum: ago(INTAKE),
            },
            GesprekInvoer {
                soort: GesprekSoort::Handelingsperspectief,
                datum: ago(12),
            },
        ],
        acties: acties(origin),
        termijnen: Vec::new(),
        opschortingen: Vec::new(),
        beschikkingen: vec![BeschikkingInvoer {
            soort: BeschikkingSoort::Toelating,
            datum: ago(31),
        }],
        plan_van_aanpak_op: None,
        crises: Vec::new(),
        schuldregeling: None,
        oplossing: None,
        begeleiding: vec![BegeleidingInvoer {
            soort: Some(BegeleidingSoort::Budgetbeheer),
            start: Some(ago(STABILISATIE - 6)),
            einde: None,
        }],
        moratoria: Vec::new(),
        financieel: Some(FinancieelInvoer {
            totale_schuld: Some(14_350),
            aantal_schuldeisers: Some(11),
            peildatum: Some(ago(40)),
            schuld_bij_aanvang: None,
            schulden: Vec::new(),
        }),
        nazorg: None,
        voorlopige_voorzieningen: Vec::new(),
        vorig_traject: None,
        administratie: None,
        uitstroom: None,
    }
}

fn betrokkenen() -> Vec<BetrokkeneInvoer> {
    let betrokkene = |naam, rol, organisatie: &str, taak: &str| BetrokkeneInvoer {
        contact: person(naam),
        rol,
        organisatie: organisatie.to_owned(),
        taak: Some(taak.to_owned()),
    };
    vec![
        betrokkene(
            NAOMI,
            Rol::Buurtteammedewerker,
            "Incluzio, buurtteam Sociaal",
            "Meldde aan en ordent samen de post",
        ),
        betrokkene(JORIS, Rol::SociaalRaadslid, "U Centraal", "Kijkt het inkomen na"),
    ]
}

fn acties(origin: Origin) -> Vec<ActieInvoer> {
    let actie = |onderwerp: &str, eigenaar: &str, uiterlijk: NaiveDate, gedaan_op| ActieInvoer {
        onderwerp: onderwerp.to_owned(),
        eigenaar: eigenaar.to_owned(),
        uiterlijk: Some(uiterlijk),
        gedaan_op,
        zichtbaar_voor_inwoner: true,
    };
    vec![
        actie(
            "Bankafschriften van drie maanden meenemen",
            INWONER,
            origin.ago(45),
            Some(origin.ago(46)),
        ),
        actie(
            "Schuldeisers aanschrijven met verzoek om saldo",
            BEGELEIDER,
            origin.ago(40),
            Some(origin.ago(41)),
        ),
        actie("Conceptplan bespreken", BEGELEIDER, origin.ago(-2), None),
        actie("Samen de post ordenen", BUURTTEAM, origin.ago(-5), None),
    ]
}

/// Samira's dossier at U Centraal: a check of her income is being worked on.
pub(super) fn srw_dossier(origin: Origin) -> SrwDossierInvoer {
    SrwDossierInvoer {
        bron_id: "SRW-20417".to_owned(),
        versie: origin.versie(),
        inwoner: InwonerInvoer::EigenNummer(SAMIRA_EIGEN_NUMMER.to_owned()),
        verwijzingen: vec![VerwijzingInvoer {
            bron_id: "SRW-20417-1".to_owned(),
            soort: VerwijzingSoort::Inkomenscheck,
            route: VerwijzingRoute::ViaTraject,
            status: VerwijzingStatus::InBehandeling,
            ingediend_op: origin.ago(VERWIJZING),
            geaccepteerd_op: Some(origin.ago(VERWIJZING - 2)),
            afgerond_op: None,
            behandelaar: Some(person(JORIS)),
            vraag: Some("Is het inkomen volledig en kloppen de toeslagen?".to_owned()),
            terugkoppeling: None,
            verwijzing: None,
        }],
    }
}

/// Samira's dossier at the buurtteam in Overvecht: open since before the traject.
pub(super) fn buurtteamdossier(origin: Origin) -> BuurtteamdossierInvoer {
    let leefgebied = |gebied, niveau| LeefgebiedInvoer {
        gebied,
        niveau,
        peildatum: origin.ago(90),
    };
    let doel = |onderwerp: &str, status, days| DoelInvoer {
        onderwerp: onderwerp.to_owned(),
        status,
        sinds: origin.ago(days),
    };
    BuurtteamdossierInvoer {
        bron_id: "BT-10001".to_owned(),
        versie: origin.versie(),
        inwoner: InwonerInvoer::Bsn(SAMIRA.to_owned()),
        status: DossierStatus::Open,
        geopend_op: origin.ago(110),
        gesloten_op: None,
        team: Some("Overvecht".to_owned()),
        medewerker: Some(person(NAOMI)),
        leefgebieden: vec![
            leefgebied(Leefgebied::Financien, 2),
            leefgebied(Leefgebied::Administratie, 2),
            leefgebied(Leefgebied::Huisvesting, 3),
            leefgebied(Leefgebied::SociaalNetwerk, 4),
        ],
        doelen: vec![
            doel("Elke week de post openen en ordenen", DoelStatus::Bezig, 88),
            doel("Alle vaste lasten op een rij", DoelStatus::Behaald, 103),
        ],
        contactmomenten: [110, 96, 82, 74, 52, 38, 24, 9]
            .map(|days| origin.ago(days))
            .into(),
    }
}

/// A person of the list; a test holds that each of these is in it.
fn person(naam: &str) -> ContactInvoer {
    contact_of(naam).unwrap_or_else(|| ContactInvoer {
        naam: naam.to_owned(),
        ..ContactInvoer::default()
    })
}
