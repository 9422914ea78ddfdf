//! How long a deadline runs: from its start to the end of its last day.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    atw,
    kalender::{Kalender, begin_of, days_earlier, days_later, is_last, months_earlier, months_later, within},
    opschorting::{Opschorting, Opschortingen},
};
use crate::{
    clock::day_in_amsterdam,
    domain::{Duur, Eenheid, TermijnSoort, Termijnregel},
};

/// When a deadline starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aanvang {
    /// On a day whose hour nobody recorded. Hours are counted from its beginning, so that nobody is helped too late.
    Dag(NaiveDate),
    /// At a moment.
    Moment(DateTime<Utc>),
}

/// What a deadline is counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Maat {
    /// Its length.
    pub duur: Duur,
    /// What it rests on.
    pub soort: TermijnSoort,
    /// How long before its end it is near.
    pub waarschuw_vooraf: Duur,
}

impl Maat {
    /// What a row says.
    pub fn of(regel: &Termijnregel) -> Self {
        Self {
            duur: regel.duur,
            soort: regel.soort,
            waarschuw_vooraf: regel.waarschuw_vooraf,
        }
    }
}

/// A deadline on the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Looptijd {
    /// The day on which it starts; the first day that counts is the next.
    pub start: NaiveDate,
    /// Its end; `None` while it is suspended and nobody knows until when.
    pub einde: Option<Einde>,
    /// The suspensions that moved its end.
    pub opschortingen: Opschortingen,
}

/// The end of a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Einde {
    /// The last day.
    pub dag: NaiveDate,
    /// The moment at which it has passed: the end of that day in Amsterdam, or the exact one of a deadline in hours.
    pub op: DateTime<Utc>,
    /// The moment from which it is near.
    pub nadert_op: DateTime<Utc>,
}

impl Looptijd {
    /// A deadline that its source has counted; without a length before its end it is never near.
    pub fn published(
        start: NaiveDate,
        einde: NaiveDate,
        open: Option<Opschorting>,
        vooraf: Option<Duur>,
        kalender: &Kalender,
    ) -> Self {
        let dag = within(einde);
        let op = begin_of(days_later(dag, 1));
        Self {
            start,
            einde: Some(Einde {
                dag,
                op,
                nadert_op: vooraf.map_or(op, |vooraf| near(dag, vooraf, kalender)),
            }),
            opschortingen: Opschortingen::new(open).up_to(dag),
        }
    }

    /// Counts a deadline.
    pub fn new(aanvang: Aanvang, maat: Maat, opschortingen: &Opschortingen, kalender: &Kalender) -> Self {
        match maat.duur.eenheid {
            Eenheid::Uren => in_hours(aanvang, maat, opschortingen, kalender),
            _ => in_days(aanvang.day(), maat, opschortingen, kalender),
        }
    }
}

impl Aanvang {
    /// The day on which it starts.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Dag(day) => within(day),
            Self::Moment(moment) => within(day_in_amsterdam(moment)),
        }
    }

    /// The moment at which it starts.
    pub fn moment(self) -> DateTime<Utc> {
        match self {
            Self::Moment(moment) if day_in_amsterdam(moment) == self.day() => moment,
            _ => begin_of(self.day()),
        }
    }
}

fn in_days(start: NaiveDate, maat: Maat, opschortingen: &Opschortingen, kalender: &Kalender) -> Looptijd {
    let opschortingen = opschortingen.after(start);
    let counted = match maat.duur.eenheid {
        Eenheid::Werkdagen => working_days_later(start, maat.duur.aantal, &opschortingen, kalender),
        _ => moved(nominal_end(start, maat.duur), &opschortingen),
    };
    let dag = counted.and_then(|counted| {
        if atw::extends(maat.soort, maat.duur) {
            atw::extended(start, counted, maat.duur, &opschortingen, kalender)
        } else {
            Some(counted)
        }
    });
    let einde = dag.map(|dag| Einde {
        dag,
        op: begin_of(days_later(dag, 1)),
        nadert_op: near(dag, maat.waarschuw_vooraf, kalender),
    });
    Looptijd {
        start,
        einde,
        opschortingen: before_end(opschortingen, dag),
    }
}

fn in_hours(aanvang: Aanvang, maat: Maat, opschortingen: &Opschortingen, kalender: &Kalender) -> Looptijd {
    let (from, start) = (aanvang.moment(), aanvang.day());
    let mut end = Some(from + TimeDelta::hours(maat.duur.aantal.into()));
    for one in opschortingen.iter() {
        let van = begin_of(one.van).max(from);
        end = match (end, one.tot.map(begin_of)) {
            (Some(end), _) if end <= van => Some(end),
            (Some(end), Some(tot)) => Some(end + (tot - van).max(TimeDelta::zero())),
            _ => None,
        };
    }
    let einde = end.map(|op| {
        let dag = day_in_amsterdam(op - TimeDelta::seconds(1));
        let nadert_op = match maat.waarschuw_vooraf.eenheid {
            Eenheid::Uren => op - TimeDelta::hours(maat.waarschuw_vooraf.aantal.into()),
            _ => near(dag, maat.waarschuw_vooraf, kalender),
        };
        Einde { dag, op, nadert_op }
    });
    Looptijd {
        start,
        einde,
        opschortingen: before_end(opschortingen.clone(), einde.map(|einde| einde.dag)),
    }
}

/// A suspension that begins after the end has no effect.
fn before_end(opschortingen: Opschortingen, einde: Option<NaiveDate>) -> Opschortingen {
    match einde {
        Some(einde) => opschortingen.up_to(einde),
        None => opschortingen,
    }
}

/// The last day when nothing comes between. The day of the start isn't counted; months and years end on the same
/// day of the month, or on its last day where there is none.
fn nominal_end(start: NaiveDate, duur: Duur) -> NaiveDate {
    match duur.eenheid {
        Eenheid::Uren | Eenheid::Werkdagen | Eenheid::Dagen => days_later(start, duur.aantal.into()),
        Eenheid::Weken => days_later(start, 7 * u64::from(duur.aantal)),
        Eenheid::Maanden => months_later(start, duur.aantal.into()),
        Eenheid::Jaren => months_later(start, 12 * u32::from(duur.aantal)),
    }
}

/// Suspended days aren't counted: the end moves by as many. `None` while no end of the suspension is known.
fn moved(end: NaiveDate, opschortingen: &Opschortingen) -> Option<NaiveDate> {
    opschortingen.iter().try_fold(end, |end, one| {
        if one.van > end {
            return Some(end);
        }
        let days = one.tot?.signed_duration_since(one.van).num_days();
        Some(days_later(end, days.unsigned_abs()))
    })
}

fn working_days_later(
    start: NaiveDate,
    days: u16,
    opschortingen: &Opschortingen,
    kalender: &Kalender,
) -> Option<NaiveDate> {
    let mut day = start;
    for _ in 0..days {
        day = next(day, opschortingen, |day| kalender.is_werkdag(day))?;
    }
    Some(day)
}

/// The first day after this one that isn't suspended and that does.
pub(super) fn next(
    day: NaiveDate,
    opschortingen: &Opschortingen,
    does: impl Fn(NaiveDate) -> bool,
) -> Option<NaiveDate> {
    let mut day = days_later(day, 1);
    while !is_last(day) {
        match opschortingen.find(day) {
            Some(one) => day = one.tot?,
            None if does(day) => return Some(day),
            None => day = days_later(day, 1),
        }
    }
    Some(day)
}

/// The moment from which a deadline with this last day is near.
fn near(last: NaiveDate, vooraf: Duur, kalender: &Kalender) -> DateTime<Utc> {
    let aantal = u64::from(vooraf.aantal);
    let day = match vooraf.eenheid {
        Eenheid::Uren => return begin_of(days_later(last, 1)) - TimeDelta::hours(vooraf.aantal.into()),
        Eenheid::Werkdagen => (0..aantal).fold(last, |day, _| kalender.werkdag_before(day)),
        Eenheid::Dagen => days_earlier(last, aantal),
        Eenheid::Weken => days_earlier(last, 7 * aantal),
        Eenheid::Maanden => months_earlier(last, vooraf.aantal.into()),
        Eenheid::Jaren => months_earlier(last, 12 * u32::from(vooraf.aantal)),
    };
    begin_of(day)
}
