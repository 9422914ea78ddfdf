use super::{
    super::{course::Course, draw::Draw, time::shift},
    Story,
};
use crate::{
    domain::{Fase, TermijnCode},
    publication::{OpschortingInvoer, OpschortingReden},
};

/// Some wait for papers of the resident (Awb 4:15): the hub counts the deadlines, the source tells when they don't run.
pub(super) fn opschortingen(story: &Story, draw: &mut Draw) -> Vec<OpschortingInvoer> {
    let is_decided = story.toegelaten_op.or(story.afgewezen_op).is_some();
    waiting(&story.course, is_decided, draw).into_iter().collect()
}

fn waiting(course: &Course, is_decided: bool, draw: &mut Draw) -> Option<OpschortingInvoer> {
    let since = course.since(Fase::Intake)?;
    let is_waiting = course.present() == Fase::Intake && !is_decided && draw.percent(60);
    is_waiting.then(|| OpschortingInvoer {
        termijn: TermijnCode::Beschikking,
        van: course.at_most(shift(since, draw.between(3, 12))),
        tot: None,
        reden: OpschortingReden::AanvullingGevraagd,
    })
}
