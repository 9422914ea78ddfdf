use super::{
    super::{course::Course, draw::Draw, time::shift},
    Story,
};
use crate::{
    domain::{Fase, NazorgProduct},
    publication::{
        BegeleidingInvoer, BegeleidingSoort, BeschikkingInvoer, BeschikkingSoort, FinancieelInvoer,
        NazorgInvoer, OplossingInvoer, OplossingSoort, SchuldregelingInvoer, UitstroomInvoer,
    },
};

/// The decisions in the sense of the Awb, in order.
pub(super) fn beschikkingen(story: &Story) -> Vec<BeschikkingInvoer> {
    let ended_on = story.toegelaten_op.and(story.course.closed_on());
    [
        (BeschikkingSoort::Toelating, story.toegelaten_op),
        (BeschikkingSoort::Afwijzing, story.afgewezen_op),
        (BeschikkingSoort::Beeindiging, ended_on),
    ]
    .into_iter()
    .filter_map(|(soort, datum)| Some(BeschikkingInvoer { soort, datum: datum? }))
    .collect()
}

/// The proposal to the creditors: accepted where a solution followed, refused where the court was asked.
pub(super) fn schuldregeling(course: &Course, draw: &mut Draw) -> Option<SchuldregelingInvoer> {
    let datum = course.since(Fase::Schuldregeling)?;
    let outcome = course.next(Fase::Schuldregeling);
    let ended_with = |fase| outcome.filter(|next| next.fase == fase).map(|next| next.sinds);
    let afgewezen_op = ended_with(Fase::Wsnp);
    let is_forced = afgewezen_op.is_some() && draw.percent(50);
    Some(SchuldregelingInvoer {
        datum: Some(datum),
        toegekend_op: ended_with(Fase::Oplossing),
        afgewezen_op,
        ingetrokken_op: None,
        dwangakkoord: Some(is_forced),
        dwangakkoord_verzocht_op: afgewezen_op.filter(|_| is_forced).map(|date| shift(date, -20)),
    })
}

/// The running solution, minnelijk or statutory.
pub(super) fn oplossing(course: &Course, draw: &mut Draw) -> Option<OplossingInvoer> {
    let minnelijk = [
        OplossingSoort::Schuldbemiddeling,
        OplossingSoort::Saneringskrediet,
        OplossingSoort::Betalingsregeling,
        OplossingSoort::Herfinanciering,
        OplossingSoort::Nulaanbod,
    ];
    let (soort, fase) = match course.since(Fase::Wsnp) {
        Some(_) => (Some(OplossingSoort::Wsnp), Fase::Wsnp),
        None => (draw.pick(&minnelijk).copied(), Fase::Oplossing),
    };
    Some(OplossingInvoer {
        soort,
        start: Some(course.since(fase)?),
        einde: course.until(fase),
        vtlb: Some(draw.between(1150, 1980)),
    })
}

/// Guidance beside the traject; the safety net is guidance itself.
pub(super) fn begeleiding(course: &Course, draw: &mut Draw) -> Vec<BegeleidingInvoer> {
    let beside = [
        BegeleidingSoort::Budgetbeheer,
        BegeleidingSoort::Budgetcoaching,
        BegeleidingSoort::Budgetbegeleiding,
        BegeleidingSoort::Beschermingsbewind,
    ];
    let mut begeleiding = Vec::new();
    if let Some(stabilisatie) = course.since(Fase::Stabilisatie).filter(|_| draw.percent(55)) {
        begeleiding.push(BegeleidingInvoer {
            soort: draw.pick(&beside).copied(),
            start: Some(course.at_most(shift(stabilisatie, draw.between(0, 14)))),
            einde: course.closed_on().or_else(|| course.until(Fase::Oplossing)),
        });
    }
    if let Some(start) = course.since(Fase::DuurzameStabilisatie) {
        begeleiding.push(BegeleidingInvoer {
            soort: Some(BegeleidingSoort::LangeTermijnBegeleiding),
            start: Some(start),
            einde: course.until(Fase::DuurzameStabilisatie),
        });
    }
    begeleiding
}

/// The burden of debt, known some time after the intake began.
pub(super) fn financieel(course: &Course, draw: &mut Draw) -> Option<FinancieelInvoer> {
    let intake = course.since(Fase::Intake)?;
    let schuldeisers = draw.between(3, 13);
    Some(FinancieelInvoer {
        totale_schuld: Some(schuldeisers * draw.between(350, 4200)),
        aantal_schuldeisers: i32::try_from(schuldeisers).ok(),
        peildatum: Some(course.at_most(shift(intake, draw.between(5, 30)))),
        schuld_bij_aanvang: None,
        schulden: Vec::new(),
    })
}

/// Aftercare.
pub(super) fn nazorg(course: &Course, draw: &mut Draw) -> Option<NazorgInvoer> {
    let start = course.since(Fase::Nazorg)?;
    let count = draw.count(1, 2);
    Some(NazorgInvoer {
        start,
        einde: course.closed_on(),
        producten: draw.some(NazorgProduct::ALL, count),
    })
}

/// How it ended.
pub(super) fn uitstroom(course: &Course) -> Option<UitstroomInvoer> {
    Some(UitstroomInvoer {
        datum: course.closed_on()?,
        reden: course.uitstroom?,
    })
}
