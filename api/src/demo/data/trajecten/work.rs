use chrono::NaiveDate;

use super::super::{
    GEMEENTE, INCLUZIO,
    course::Course,
    draw::Draw,
    persons::{self, DemoPerson},
    texts::{ACTIES, INWONER},
    time::shift,
};
use crate::{
    domain::{Fase, Rol},
    publication::{
        ActieInvoer, BetrokkeneInvoer, ContactInvoer, GesprekInvoer, GesprekSoort, Ingang, RegisseurInvoer,
    },
};

/// The municipality, as its records name it.
pub(in super::super) const GEMEENTE_NAAM: &str = "Gemeente Utrecht, Werk en Inkomen";
/// The buurtteam, as records of others name it.
pub(in super::super) const INCLUZIO_NAAM: &str = "Incluzio, buurtteam Sociaal";
/// An invented organisation of volunteers.
const VRIJWILLIGERS: &str = "Stichting Voorbeeldmaatjes";

/// The contact persons in order; a quarter of the longer trajecten changed hands once.
pub(super) fn regisseurs(course: &Course, draw: &mut Draw) -> Vec<RegisseurInvoer> {
    let Some(aanmelding) = course.since(Fase::Aanmelding) else {
        return Vec::new();
    };
    let start = course.at_most(shift(aanmelding, draw.between(0, 4)));
    let tot = course.closed_on();
    let changed_on = course.until(Fase::Stabilisatie).filter(|_| draw.percent(25));
    let mut regisseurs = Vec::new();
    let pair = draw.order(persons::with_rol(GEMEENTE, Rol::Trajectbegeleider).len());
    let mut contacts = pair.into_iter().filter_map(regisseur);
    if let Some((contact, date)) = changed_on.and_then(|date| Some((contacts.next()?, date))) {
        regisseurs.push(RegisseurInvoer {
            contact,
            sinds: start,
            tot: Some(date),
        });
    }
    if let Some(contact) = contacts.next() {
        let sinds = regisseurs.last().and_then(|earlier| earlier.tot).unwrap_or(start);
        regisseurs.push(RegisseurInvoer { contact, sinds, tot });
    }
    regisseurs
}

fn regisseur(index: usize) -> Option<ContactInvoer> {
    persons::with_rol(GEMEENTE, Rol::Trajectbegeleider)
        .get(index)
        .map(DemoPerson::contact)
}

/// Who else works on the traject: by the phases that it reached.
pub(super) fn betrokkenen(course: &Course, draw: &mut Draw) -> Vec<BetrokkeneInvoer> {
    let mut betrokkenen = Vec::new();
    let mut add = |partij, rol, organisatie: &str, taak: &str| {
        let persons = persons::with_rol(partij, rol);
        betrokkenen.extend(draw.pick(&persons).map(|person| BetrokkeneInvoer {
            contact: person.contact(),
            rol,
            organisatie: organisatie.to_owned(),
            taak: Some(taak.to_owned()),
        }));
    };
    if course.ingang == Ingang::Buurtteam {
        add(
            INCLUZIO,
            Rol::Buurtteammedewerker,
            INCLUZIO_NAAM,
            "Meldde aan en blijft betrokken",
        );
    }
    if course.since(Fase::Stabilisatie).is_some() {
        add(
            GEMEENTE,
            Rol::PraktischOndersteuner,
            GEMEENTE_NAAM,
            "Brengt inkomsten en uitgaven op orde",
        );
    }
    if course.since(Fase::Schuldregeling).is_some() {
        add(
            GEMEENTE,
            Rol::Schuldregelaar,
            GEMEENTE_NAAM,
            "Doet het voorstel aan de schuldeisers",
        );
    }
    if course.since(Fase::DuurzameStabilisatie).is_some() {
        add(
            GEMEENTE,
            Rol::Budgetbeheerder,
            GEMEENTE_NAAM,
            "Beheert het budget",
        );
    }
    if course.since(Fase::Nazorg).is_some() {
        betrokkenen.push(vrijwilliger());
    }
    betrokkenen
}

fn vrijwilliger() -> BetrokkeneInvoer {
    BetrokkeneInvoer {
        contact: ContactInvoer {
            naam: "Corrie Blankestijn".to_owned(),
            telefoon: Some("030 000 09 01".to_owned()),
            email: Some("maatje@voorbeeld.example".to_owned()),
        },
        rol: Rol::Vrijwilliger,
        organisatie: VRIJWILLIGERS.to_owned(),
        taak: Some("Loopt elke maand de administratie na".to_owned()),
    }
}

/// The conversations, the earliest first.
pub(super) fn gesprekken(course: &Course, draw: &mut Draw) -> Vec<GesprekInvoer> {
    let mut gesprekken: Vec<GesprekInvoer> = Vec::new();
    let mut add = |soort, datum: Option<NaiveDate>| {
        let datum = datum.and_then(|datum| course.known(datum));
        gesprekken.extend(datum.map(|datum| GesprekInvoer { soort, datum }));
    };
    let first = match course.ingang {
        Ingang::Buurtteam => GesprekSoort::Driegesprek,
        _ => GesprekSoort::Tweegesprek,
    };
    add(first, course.since(Fase::Intake));
    add(GesprekSoort::Tweegesprek, course.since(Fase::InformatieEnAdvies));
    let stabilisatie = course.since(Fase::Stabilisatie);
    add(
        GesprekSoort::Handelingsperspectief,
        stabilisatie.map(|date| shift(date, draw.between(3, 30))),
    );
    if draw.percent(35) {
        add(
            GesprekSoort::Huisbezoek,
            stabilisatie.map(|date| shift(date, draw.between(7, 50))),
        );
    }
    add(
        GesprekSoort::Aanbodgesprek,
        course
            .since(Fase::Aanbod)
            .map(|date| shift(date, draw.between(0, 8))),
    );
    gesprekken.sort_by_key(|gesprek| gesprek.datum);
    gesprekken
}

/// The list of actions: those of the past are mostly done, the last ones are still to do.
pub(super) fn acties(course: &Course, draw: &mut Draw) -> Vec<ActieInvoer> {
    let Some(begin) = course
        .since(Fase::Intake)
        .or(course.since(Fase::InformatieEnAdvies))
    else {
        return Vec::new();
    };
    let count = draw.count(2, 6);
    let chosen = draw.some(ACTIES, count);
    chosen
        .into_iter()
        .map(|(onderwerp, eigenaar)| {
            let uiterlijk = shift(begin, draw.between(7, 60));
            let gedaan_op = shift(uiterlijk, -draw.between(0, 6));
            ActieInvoer {
                onderwerp: onderwerp.to_owned(),
                eigenaar: eigenaar.to_owned(),
                uiterlijk: Some(uiterlijk),
                gedaan_op: course.known(gedaan_op).filter(|_| draw.percent(85)),
                zichtbaar_voor_inwoner: eigenaar == INWONER || draw.percent(60),
            }
        })
        .collect()
}
