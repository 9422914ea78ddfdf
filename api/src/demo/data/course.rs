use chrono::NaiveDate;

use super::{draw::Draw, time::shift};
use crate::{
    domain::Fase,
    publication::{FaseInvoer, Ingang, UitstroomReden},
};

/// The way of a traject through the phases.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// The phases in order; the last one is the present one.
    pub(super) fasen: Vec<FaseInvoer>,
    /// How the resident came in.
    pub(super) ingang: Ingang,
    /// Why it ended, where it did.
    pub(super) uitstroom: Option<UitstroomReden>,
    /// The last day of which the source knows.
    pub(super) last_day: NaiveDate,
}

/// A phase, and how many days it takes: at least, at most.
type Leg = (Fase, i64, i64);

const AANMELDING: Leg = (Fase::Aanmelding, 10, 27);
const INTAKE: Leg = (Fase::Intake, 25, 55);
const STABILISATIE: Leg = (Fase::Stabilisatie, 60, 180);
const AANBOD: Leg = (Fase::Aanbod, 10, 30);
const SCHULDREGELING: Leg = (Fase::Schuldregeling, 60, 118);
const OPLOSSING: Leg = (Fase::Oplossing, 540, 550);
const NAZORG: Leg = (Fase::Nazorg, 90, 180);

const TO_INTAKE: &[Leg] = &[AANMELDING];
const TO_STABILISATIE: &[Leg] = &[AANMELDING, INTAKE];
const TO_AANBOD: &[Leg] = &[AANMELDING, INTAKE, STABILISATIE];
const TO_SCHULDREGELING: &[Leg] = &[AANMELDING, INTAKE, STABILISATIE, AANBOD];
const TO_OPLOSSING: &[Leg] = &[AANMELDING, INTAKE, STABILISATIE, AANBOD, SCHULDREGELING];
const TO_NAZORG: &[Leg] = &[
    AANMELDING,
    INTAKE,
    STABILISATIE,
    AANBOD,
    SCHULDREGELING,
    OPLOSSING,
];
const TO_ADVIES: &[Leg] = &[(Fase::Aanmelding, 5, 14)];

/// What lies behind a traject in this phase, and since how many days it is in it.
fn way_to(fase: Fase) -> (&'static [Leg], i64, i64) {
    match fase {
        Fase::Signaal => (&[], 3, 20),
        Fase::Aanmelding => (&[], 2, 32),
        Fase::InformatieEnAdvies => (TO_ADVIES, 5, 60),
        Fase::Intake => (TO_INTAKE, 3, 62),
        Fase::Stabilisatie => (TO_STABILISATIE, 14, 150),
        Fase::Aanbod => (TO_AANBOD, 3, 30),
        Fase::Schuldregeling => (TO_SCHULDREGELING, 5, 125),
        Fase::Oplossing => (TO_OPLOSSING, 20, 400),
        Fase::Wsnp => (TO_OPLOSSING, 30, 400),
        Fase::DuurzameStabilisatie => (TO_AANBOD, 30, 500),
        Fase::Nazorg => (TO_NAZORG, 10, 150),
        Fase::Afgesloten => (&[], 5, 300),
    }
}

/// The ways out of a traject.
const WAYS_OUT: &[(&[Leg], UitstroomReden)] = &[
    (
        &[(Fase::Aanmelding, 5, 14), (Fase::InformatieEnAdvies, 20, 60)],
        UitstroomReden::Zelf,
    ),
    (&[AANMELDING, INTAKE], UitstroomReden::VoldoetNiet),
    (&[AANMELDING, INTAKE, STABILISATIE], UitstroomReden::Verhuisd),
    (
        &[
            AANMELDING,
            INTAKE,
            STABILISATIE,
            AANBOD,
            SCHULDREGELING,
            OPLOSSING,
            NAZORG,
        ],
        UitstroomReden::Afgerond,
    ),
    (&[(Fase::Aanmelding, 28, 45)], UitstroomReden::NietVerschenen),
    (&[AANMELDING, INTAKE, STABILISATIE, AANBOD], UitstroomReden::Zelf),
    (&[AANMELDING, INTAKE], UitstroomReden::Ingetrokken),
];

impl Course {
    /// A course whose present phase is this one on the last day.
    pub(super) fn draw(fase: Fase, last_day: NaiveDate, draw: &mut Draw) -> Self {
        let (mut legs, least, most) = way_to(fase);
        let mut uitstroom = None;
        if let (Fase::Afgesloten, Some((way_out, reden))) = (fase, draw.pick(WAYS_OUT)) {
            legs = way_out;
            uitstroom = Some(*reden);
        }
        let since = shift(last_day, -draw.between(least, most));
        let mut course = Self {
            fasen: vec![FaseInvoer {
                fase,
                sinds: since,
                tot: None,
            }],
            ingang: Ingang::Gemeente,
            uitstroom,
            last_day,
        };
        course.go_back(legs, draw);
        course.come_in(draw);
        course
    }

    fn go_back(&mut self, legs: &[Leg], draw: &mut Draw) {
        let mut since = self.begin();
        for &(fase, least, most) in legs.iter().rev() {
            since = shift(since, -draw.between(least, most));
            self.fasen.insert(
                0,
                FaseInvoer {
                    fase,
                    sinds: since,
                    tot: None,
                },
            );
        }
    }

    /// How the resident came in: an early signal is a phase of its own.
    fn come_in(&mut self, draw: &mut Draw) {
        if self.present() == Fase::Signaal {
            self.ingang = Ingang::Signaal;
        } else if draw.percent(12) {
            self.ingang = Ingang::Signaal;
            self.go_back(&[(Fase::Signaal, 5, 20)], draw);
        } else if draw.percent(45) {
            self.ingang = Ingang::Buurtteam;
        }
    }

    /// The first day.
    pub(super) fn begin(&self) -> NaiveDate {
        self.fasen.first().map_or(self.last_day, |first| first.sinds)
    }

    /// When the resident applied; while there is only a signal, the day of the signal.
    pub(super) fn aanmelddatum(&self) -> NaiveDate {
        self.since(Fase::Aanmelding).unwrap_or_else(|| self.begin())
    }

    /// The present phase.
    pub(super) fn present(&self) -> Fase {
        self.fasen.last().map_or(Fase::Aanmelding, |last| last.fase)
    }

    /// Since when it was in this phase; `None` when it never was.
    pub(super) fn since(&self, fase: Fase) -> Option<NaiveDate> {
        self.fasen
            .iter()
            .find(|step| step.fase == fase)
            .map(|step| step.sinds)
    }

    /// When this phase gave way to the next; `None` while it lasts.
    pub(super) fn until(&self, fase: Fase) -> Option<NaiveDate> {
        self.next(fase).map(|next| next.sinds)
    }

    /// The phase after this one.
    pub(super) fn next(&self, fase: Fase) -> Option<&FaseInvoer> {
        let position = self.fasen.iter().position(|step| step.fase == fase)?;
        self.fasen.get(position + 1)
    }

    /// When it ended.
    pub(super) fn closed_on(&self) -> Option<NaiveDate> {
        self.since(Fase::Afgesloten)
    }

    /// The day itself where it lies within what the source knows of the traject, `None` where not.
    pub(super) fn known(&self, date: NaiveDate) -> Option<NaiveDate> {
        (date <= self.closed_on().unwrap_or(self.last_day)).then_some(date)
    }

    /// The day itself or, where that lies after what the source knows, the last day that it knows.
    pub(super) fn at_most(&self, date: NaiveDate) -> NaiveDate {
        date.min(self.closed_on().unwrap_or(self.last_day))
    }
}
