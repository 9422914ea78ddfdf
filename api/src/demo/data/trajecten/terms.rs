use chrono::NaiveDate;

use super::{
    super::{
        course::Course,
        draw::Draw,
        time::{months_later, on_working_day, shift, working_days_later},
    },
    Story,
};
use crate::{
    domain::{Fase, TermijnCode},
    publication::TermijnInvoer,
};

/// How long a deadline is.
#[derive(Clone, Copy, Debug)]
pub(in super::super) enum Term {
    /// Weeks by law: the last day is a working day.
    Weeks(i64),
    /// Working days by law.
    WorkingDays(u32),
    /// Days by a norm.
    Days(i64),
    /// Months by agreement.
    Months(u32),
}

impl Term {
    /// The last day of a deadline that begins on this day.
    pub(in super::super) fn end(self, start: NaiveDate) -> NaiveDate {
        match self {
            Self::Weeks(weeks) => on_working_day(shift(start, 7 * weeks)),
            Self::WorkingDays(days) => working_days_later(start, days),
            Self::Days(days) => shift(start, days),
            Self::Months(months) => months_later(start, months),
        }
    }

    /// A deadline that begins on this day, and when it was met.
    pub(in super::super) fn from(
        self,
        code: TermijnCode,
        start: NaiveDate,
        gehaald_op: Option<NaiveDate>,
    ) -> TermijnInvoer {
        TermijnInvoer {
            code,
            start,
            einde: self.end(start),
            gehaald_op,
            opgeschort_op: None,
            vervallen_op: None,
        }
    }
}

/// The deadlines of a traject, in the order in which they begin.
pub(super) fn termijnen(story: &Story, draw: &mut Draw) -> Vec<TermijnInvoer> {
    let course = &story.course;
    let mut termijnen = Vec::new();
    if let Some(aanmelding) = course.since(Fase::Aanmelding) {
        let first = course
            .since(Fase::Intake)
            .or(course.since(Fase::InformatieEnAdvies));
        termijnen.push(Term::Weeks(4).from(TermijnCode::EersteGesprek, aanmelding, first));
    }
    if let Some(crisis) = &story.crisis {
        let met = course.known(working_days_later(crisis.start, 2));
        termijnen.push(Term::WorkingDays(3).from(TermijnCode::EersteGesprekBedreigend, crisis.start, met));
    }
    if let Some(intake) = course.since(Fase::Intake) {
        let decided_on = story.toegelaten_op.or(story.afgewezen_op);
        let mut beschikking = Term::Weeks(8).from(TermijnCode::Beschikking, intake, decided_on);
        beschikking.opgeschort_op = suspended(course, decided_on, draw);
        termijnen.push(beschikking);
        termijnen.push(Term::Weeks(8).from(TermijnCode::PlanVanAanpak, intake, story.plan_op));
    }
    termijnen.extend(of_moratorium(story));
    termijnen.extend(of_phase(
        course,
        Fase::Schuldregeling,
        TermijnCode::Schuldregeling,
        Term::Days(120),
    ));
    termijnen.extend(of_phase(
        course,
        Fase::Oplossing,
        TermijnCode::LooptijdMsnp,
        Term::Months(18),
    ));
    termijnen.extend(of_phase(
        course,
        Fase::Wsnp,
        TermijnCode::LooptijdWsnp,
        Term::Months(18),
    ));
    lapse(course, &mut termijnen);
    termijnen
}

/// Some wait for papers of the resident (Awb 4:15).
fn suspended(course: &Course, decided_on: Option<NaiveDate>, draw: &mut Draw) -> Option<NaiveDate> {
    let is_waiting = course.present() == Fase::Intake && decided_on.is_none();
    let since = course.since(Fase::Intake)?;
    (is_waiting && draw.percent(60)).then(|| course.at_most(shift(since, draw.between(3, 12))))
}

fn of_phase(course: &Course, fase: Fase, code: TermijnCode, term: Term) -> Option<TermijnInvoer> {
    Some(term.from(code, course.since(fase)?, course.until(fase)))
}

fn of_moratorium(story: &Story) -> Option<TermijnInvoer> {
    let start = story.moratorium.as_ref()?.start?;
    let term = Term::Months(6);
    Some(term.from(
        TermijnCode::Moratorium,
        start,
        story.course.known(term.end(start)),
    ))
}

/// What wasn't met when a traject ended has lapsed.
fn lapse(course: &Course, termijnen: &mut [TermijnInvoer]) {
    for termijn in termijnen
        .iter_mut()
        .filter(|termijn| termijn.gehaald_op.is_none())
    {
        termijn.vervallen_op = course.closed_on();
    }
}
