use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{
    super::{
        super::{dates, texts::Texts},
        grants::{Toestemming, Voorval, Weigering},
    },
    naam_of,
};

/// Something that happened, or will.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// How it looks: `past`, `ended` or `coming`.
    pub(super) kind: &'static str,
    /// When.
    pub(super) dag: String,
    /// What.
    pub(super) tekst: String,
    /// Which party recorded it.
    pub(super) door: Option<String>,
}

/// What happened and will happen to the grants of a resident and what was refused, one line a conversation and moment,
/// the latest first.
pub(super) fn of(
    t: &Texts,
    grants: &[Toestemming],
    weigeringen: &[Weigering],
    now: DateTime<Utc>,
) -> Vec<Moment> {
    let mut line = Line::default();
    let mut gesprekken: Vec<Uuid> = grants.iter().map(|grant| grant.gesprek).collect();
    gesprekken.sort();
    gesprekken.dedup();
    for gesprek in gesprekken {
        let of_it: Vec<&Toestemming> = grants.iter().filter(|grant| grant.gesprek == gesprek).collect();
        line.recorded(t, &of_it);
        line.by_the_clock(t, &of_it, now);
    }
    // One that was declared void stands for nothing any more.
    for weigering in weigeringen
        .iter()
        .filter(|weigering| !weigering.groepen.is_empty())
    {
        let tekst = t.say_with("tijd.WEIGERING", &weigering.ontvanger.naam);
        let dag = dates::day_and_time(t, weigering.op);
        line.add(weigering.op, "ended", (dag, tekst), None);
    }
    line.0.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    line.0.into_iter().map(|(_, moment)| moment).collect()
}

#[derive(Default)]
struct Line(Vec<(DateTime<Utc>, Moment)>);

impl Line {
    fn add(
        &mut self,
        at: DateTime<Utc>,
        kind: &'static str,
        (dag, tekst): (String, String),
        door: Option<&str>,
    ) {
        let moment = Moment {
            kind,
            dag,
            tekst,
            door: door.map(str::to_owned),
        };
        let is_told = self.0.iter().any(|(other, told)| *other == at && *told == moment);
        if !is_told {
            self.0.push((at, moment));
        }
    }

    /// What somebody recorded of a conversation: each act once, however many grants it touched.
    fn recorded(&mut self, t: &Texts, of_it: &[&Toestemming]) {
        let Some(first) = of_it.first() else { return };
        let naam = naam_of(t, first.pakket.as_deref());
        let all: Vec<&Voorval> = of_it.iter().flat_map(|grant| grant.voorvallen()).collect();
        let given: usize = of_it.iter().map(|grant| groups_given(grant)).sum();
        let mut acts: Vec<(&str, DateTime<Utc>, &str)> = all
            .iter()
            .map(|voorval| (voorval.soort.as_str(), voorval.op, voorval.door.naam.as_str()))
            .collect();
        acts.sort();
        acts.dedup();
        for (soort, op, door) in acts {
            let touched = all
                .iter()
                .filter(|voorval| voorval.soort == soort && voorval.op == op);
            let groups: usize = touched.map(|voorval| voorval.groepen.len()).sum();
            let is_part = soort == "INGETROKKEN" && groups < given;
            let key = if is_part { "INGETROKKEN_DEELS" } else { soort };
            let kind = match soort {
                "VERLEEND" | "HERBEVESTIGD" | "VOORGESTELD" => "past",
                _ => "ended",
            };
            let tekst = t.say_with(&format!("tijd.{key}"), &naam);
            self.add(op, kind, (dates::day_and_time(t, op), tekst), Some(door));
        }
    }

    /// What begins and ends without anybody recording it.
    fn by_the_clock(&mut self, t: &Texts, of_it: &[&Toestemming], now: DateTime<Utc>) {
        for grant in of_it.iter().filter(|grant| !grant.groepen.is_empty()) {
            let naam = naam_of(t, grant.pakket.as_deref());
            let kind = |at: DateTime<Utc>, past| if at > now { "coming" } else { past };
            if grant.geldig_van > grant.verleend_op {
                let told = (dates::day(t, grant.geldig_van), t.say_with("tijd.begint", &naam));
                self.add(grant.geldig_van, kind(grant.geldig_van, "past"), told, None);
            }
            let key = if grant.geldig_tot > now {
                "tijd.eindigt"
            } else {
                "tijd.geeindigd"
            };
            let told = (dates::last_day(t, grant.geldig_tot), t.say_with(key, &naam));
            self.add(grant.geldig_tot, kind(grant.geldig_tot, "ended"), told, None);
        }
    }
}

/// How many groups it had when it was given.
fn groups_given(grant: &Toestemming) -> usize {
    grant
        .voorvallen()
        .next()
        .map_or(0, |voorval| voorval.groepen.len())
}

#[cfg(test)]
mod tests;
