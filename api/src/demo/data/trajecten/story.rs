use chrono::NaiveDate;

use super::super::{
    course::Course,
    draw::Draw,
    time::{months_later, shift},
};
use crate::{
    domain::Fase,
    publication::{CrisisInvoer, MoratoriumInvoer, UitstroomReden},
};

/// What happened along a course: several parts of a record tell of it, and tell the same.
#[derive(Clone, Debug)]
pub(in super::super) struct Story {
    /// The phases.
    pub(in super::super) course: Course,
    /// When the resident was admitted.
    pub(in super::super) toegelaten_op: Option<NaiveDate>,
    /// When the resident was refused.
    pub(in super::super) afgewezen_op: Option<NaiveDate>,
    /// When the plan of approach was finished.
    pub(in super::super) plan_op: Option<NaiveDate>,
    /// A crisis at the beginning.
    pub(in super::super) crisis: Option<CrisisInvoer>,
    /// The moratorium that followed the crisis.
    pub(in super::super) moratorium: Option<MoratoriumInvoer>,
}

impl Story {
    /// Tells what happened along a course.
    pub(super) fn draw(course: Course, draw: &mut Draw) -> Self {
        let toegelaten_op = admission(&course, draw);
        let is_refused = course.uitstroom == Some(UitstroomReden::VoldoetNiet);
        let crisis = crisis(&course, draw);
        Self {
            toegelaten_op,
            afgewezen_op: course.closed_on().filter(|_| is_refused),
            plan_op: plan(&course, toegelaten_op, draw),
            moratorium: moratorium(&course, crisis.as_ref(), draw),
            crisis,
            course,
        }
    }
}

/// Whoever goes on after the intake was admitted in it; some are admitted and wait.
fn admission(course: &Course, draw: &mut Draw) -> Option<NaiveDate> {
    let intake = course.since(Fase::Intake)?;
    let date = shift(intake, draw.between(20, 50));
    match course.next(Fase::Intake) {
        Some(next) if next.fase == Fase::Afgesloten => None,
        Some(next) => Some(date.min(next.sinds)),
        None => course.known(date).filter(|_| draw.percent(30)),
    }
}

/// The plan follows the intake within eight weeks; some are late, and some are not there yet.
fn plan(course: &Course, toegelaten_op: Option<NaiveDate>, draw: &mut Draw) -> Option<NaiveDate> {
    let intake = course.since(Fase::Intake)?;
    let days = if draw.percent(10) {
        draw.between(59, 75)
    } else {
        draw.between(30, 55)
    };
    let date = shift(intake, days).max(toegelaten_op?);
    course.known(date)
}

fn crisis(course: &Course, draw: &mut Draw) -> Option<CrisisInvoer> {
    let aanmelding = course.since(Fase::Aanmelding)?;
    if !draw.percent(20) {
        return None;
    }
    let start = course.at_most(shift(aanmelding, draw.between(0, 6)));
    let einde = course.known(shift(start, draw.between(6, 35)));
    Some(CrisisInvoer {
        start,
        einde,
        bekend_op: None,
    })
}

/// A court can give a pause of six months while a solution is sought (Fw 287b).
fn moratorium(course: &Course, crisis: Option<&CrisisInvoer>, draw: &mut Draw) -> Option<MoratoriumInvoer> {
    let crisis = crisis?;
    course.since(Fase::Stabilisatie)?;
    let aangevraagd_op = shift(crisis.start, draw.between(2, 8));
    let toegekend_op = shift(aangevraagd_op, draw.between(5, 14));
    Some(MoratoriumInvoer {
        aangevraagd_op: Some(aangevraagd_op),
        toegekend_op: Some(toegekend_op),
        start: Some(toegekend_op),
        einde: Some(months_later(toegekend_op, 6)),
    })
}
