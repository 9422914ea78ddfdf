//! The Algemene termijnenwet: which deadlines it extends, and until when.

use chrono::NaiveDate;

use super::{
    kalender::{Kalender, days_earlier},
    looptijd::next,
    opschorting::Opschortingen,
};
use crate::domain::{Duur, Eenheid, TermijnSoort};

/// Whether the law extends such deadlines: those that a law sets (art. 1 lid 1), but not in hours, of more than 90
/// days, twelve weeks or three months, or of years (art. 4, under a).
pub(super) fn extends(soort: TermijnSoort, duur: Duur) -> bool {
    soort == TermijnSoort::Wet
        && match duur.eenheid {
            Eenheid::Uren | Eenheid::Jaren => false,
            Eenheid::Werkdagen | Eenheid::Dagen => duur.aantal <= 90,
            Eenheid::Weken => duur.aantal <= 12,
            Eenheid::Maanden => duur.aantal <= 3,
        }
}

/// The last day of such a deadline. One that ends on a Saturday, a Sunday or a public holiday runs on to the next
/// day that is none (art. 1 lid 1); in one of at least three days there are at least two such days (art. 2). A
/// deadline doesn't end while it is suspended; `None` when nobody knows until when that is.
pub(super) fn extended(
    start: NaiveDate,
    counted: NaiveDate,
    duur: Duur,
    opschortingen: &Opschortingen,
    kalender: &Kalender,
) -> Option<NaiveDate> {
    let can_end = |day| kalender.can_end(day);
    let end = next(days_earlier(counted, 1), opschortingen, can_end)?;
    if is_at_least_three_days(duur) {
        let first = next(start, opschortingen, can_end)?;
        Some(end.max(next(first, opschortingen, can_end)?))
    } else {
        Some(end)
    }
}

fn is_at_least_three_days(duur: Duur) -> bool {
    match duur.eenheid {
        Eenheid::Uren => false,
        Eenheid::Werkdagen | Eenheid::Dagen => duur.aantal >= 3,
        Eenheid::Weken | Eenheid::Maanden | Eenheid::Jaren => true,
    }
}
