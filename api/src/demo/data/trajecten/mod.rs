//! The trajecten that the municipality publishes one by one, with all that DDAS can't say.

mod decisions;
mod story;
mod terms;
mod work;

use chrono::Datelike;

pub(super) use story::Story;

use super::{
    course::Course,
    draw::{Draw, Part},
    residents::{Residents, TOUR},
    time::{Origin, shift},
    tour,
};
use crate::{
    domain::Fase,
    publication::{Hulpvraag, InwonerInvoer, TrajectInvoer},
};

/// One in so many residents has been in a traject before.
const EARLIER: usize = 6;

/// All trajecten, Samira's first; an earlier one stands before the present one of the same resident.
pub(super) fn records(origin: Origin, residents: &Residents) -> Vec<TrajectInvoer> {
    let mut records = vec![tour::traject(origin)];
    for (index, clients) in residents.published().into_iter().enumerate().skip(1) {
        let mut draw = origin.draw(Part::Trajecten, index);
        let course = Course::draw(fase_of(index), origin.last_day(), &mut draw);
        if index >= TOUR && index.is_multiple_of(EARLIER) && clients.len() == 1 {
            let mut draw = origin.draw(Part::Earlier, index);
            let earlier = earlier_course(&course, &mut draw);
            records.push(record(origin, number(index, true), clients, earlier, &mut draw));
        }
        records.push(record(origin, number(index, false), clients, course, &mut draw));
    }
    records
}

/// A traject that ended before the present one began: nobody is in two at once.
pub(super) fn earlier_course(present: &Course, draw: &mut Draw) -> Course {
    let end = shift(present.begin(), -draw.between(30, 400));
    Course::draw(Fase::Afgesloten, end, draw)
}

/// A whole traject of these clients.
pub(super) fn record(
    origin: Origin,
    number: usize,
    clients: &[String],
    course: Course,
    draw: &mut Draw,
) -> TrajectInvoer {
    let story = Story::draw(course, draw);
    let course = &story.course;
    TrajectInvoer {
        bron_id: format!("WI-{}-{number:05}", course.begin().year()),
        versie: origin.versie(),
        clienten: clients.iter().cloned().map(InwonerInvoer::Bsn).collect(),
        ingang: course.ingang,
        aanmelddatum: course.aanmelddatum(),
        hulpvraag: if draw.percent(80) {
            Hulpvraag::Schulden
        } else {
            Hulpvraag::Financien
        },
        fasen: course.fasen.clone(),
        regisseurs: work::regisseurs(course, draw),
        betrokkenen: work::betrokkenen(course, draw),
        gesprekken: work::gesprekken(course, draw),
        acties: work::acties(course, draw),
        termijnen: Vec::new(),
        opschortingen: terms::opschortingen(&story, draw),
        beschikkingen: decisions::beschikkingen(&story),
        plan_van_aanpak_op: story.plan_op,
        crises: story.crisis.iter().cloned().collect(),
        schuldregeling: decisions::schuldregeling(course, draw),
        oplossing: decisions::oplossing(course, draw),
        begeleiding: decisions::begeleiding(course, draw),
        moratoria: story.moratorium.iter().cloned().collect(),
        financieel: decisions::financieel(course, draw),
        nazorg: decisions::nazorg(course, draw),
        voorlopige_voorzieningen: Vec::new(),
        vorig_traject: None,
        administratie: None,
        uitstroom: decisions::uitstroom(course),
    }
}

/// Every phase in turn, but for the residents of the tour.
fn fase_of(index: usize) -> Fase {
    match index {
        1 => Fase::Schuldregeling,
        2 => Fase::Oplossing,
        _ => Fase::ALL
            .get(index % Fase::ALL.len())
            .copied()
            .unwrap_or(Fase::Intake),
    }
}

/// The number in the source's own id.
fn number(index: usize, is_earlier: bool) -> usize {
    10 * index + usize::from(!is_earlier)
}
