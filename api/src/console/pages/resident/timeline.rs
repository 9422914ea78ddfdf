use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        super::{dates, texts::Texts},
        grants::Toestemming,
    },
    naam_of,
};

/// Something that happened, or will.
pub(super) struct Moment {
    /// How it looks: `past` or `coming`.
    pub(super) kind: &'static str,
    /// When.
    pub(super) dag: String,
    /// What.
    pub(super) tekst: String,
}

/// What happened and will happen to the grants of a resident, one line a conversation and moment, the latest first.
pub(super) fn of(t: &Texts, grants: &[Toestemming], now: DateTime<Utc>) -> Vec<Moment> {
    let mut seen: Vec<(Uuid, DateTime<Utc>)> = Vec::new();
    let mut moments: Vec<(DateTime<Utc>, Moment)> = Vec::new();
    for grant in grants {
        let naam = naam_of(t, grant.pakket.as_deref());
        let mut add = |at: DateTime<Utc>, key: &str, dag: String| {
            if seen.contains(&(grant.gesprek, at)) {
                return;
            }
            seen.push((grant.gesprek, at));
            let kind = if at > now { "coming" } else { "past" };
            let tekst = t.say_with(key, &naam);
            moments.push((at, Moment { kind, dag, tekst }));
        };
        add(
            grant.verleend_op,
            "tijd.verleend",
            dates::day_and_time(t, grant.verleend_op),
        );
        if grant.geldig_van > grant.verleend_op {
            add(grant.geldig_van, "tijd.begint", dates::day(t, grant.geldig_van));
        }
        if !grant.groepen.is_empty() {
            let key = if grant.geldig_tot > now {
                "tijd.eindigt"
            } else {
                "tijd.geeindigd"
            };
            add(grant.geldig_tot, key, dates::last_day(t, grant.geldig_tot));
        }
    }
    moments.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    moments.into_iter().map(|(_, moment)| moment).collect()
}
