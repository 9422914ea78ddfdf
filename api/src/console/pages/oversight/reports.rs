//! The reports of the hub over a quarter, as charts: counts without persons.

mod charts;
mod told;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use chrono::{Datelike, NaiveDate};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::super::{
    dates,
    failure::Failure,
    form::Faults,
    page::{Frame, render},
    texts::Texts,
    visitor::Visitor,
    work::Work,
};
use crate::console::extract::Query;
use charts::{Chart, Kind};
use told::Rapporten;

/// So many quarters back can be chosen: two years.
const QUARTERS: usize = 8;

#[derive(Template)]
#[template(path = "console/reports.html")]
struct ReportsPage {
    frame: Frame,
    faults: Faults,
    quarters: Vec<Quarter>,
    found: Option<Found>,
}

/// The quarter, as it was chosen.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super::super) struct Asked {
    kwartaal: String,
}

/// A quarter that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Quarter {
    jaar: i32,
    kwartaal: u32,
    /// How the form names it: `2026-2`.
    value: String,
    /// How people name it.
    naam: String,
    is_chosen: bool,
}

/// What was reported, in words and bars.
struct Found {
    naam: String,
    kinds: Vec<KindShown>,
    /// Rooms that gave no answer.
    missing: Vec<&'static str>,
    drempel: u32,
}

/// The reports of one kind of record.
struct KindShown {
    word: &'static str,
    kop: String,
    parties: Vec<PartyShown>,
}

/// The report of one party.
struct PartyShown {
    naam: String,
    charts: Vec<Chart>,
}

/// Shows the quarter that is asked, else the last that ended.
pub(in super::super::super) async fn show(
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let t = visitor.texts();
    let mut quarters = ended(t, dates::today(visitor.now()));
    let chosen = quarters
        .iter()
        .position(|quarter| asked.kwartaal.is_empty() || quarter.value == asked.kwartaal);
    let mut faults = Faults::default();
    let (status, found) = match chosen.and_then(|at| quarters.get_mut(at)) {
        Some(quarter) => {
            quarter.is_chosen = true;
            let quarter = quarter.clone();
            (StatusCode::OK, Some(find(&visitor, &quarter).await?))
        }
        None => {
            faults.add("kwartaal", t.say("rapporten.kwartaal_onbekend"));
            (StatusCode::UNPROCESSABLE_ENTITY, None)
        }
    };
    let page = ReportsPage {
        frame: Frame::of(&visitor, "rapporten.titel"),
        faults,
        quarters,
        found,
    };
    render(status, &page)
}

/// The quarters that have ended, the latest first.
fn ended(t: &Texts, today: NaiveDate) -> Vec<Quarter> {
    let runs = today.year() * 4 + i32::try_from(today.month0() / 3).unwrap_or_default();
    let back = (1..=QUARTERS).filter_map(|back| Some(runs - i32::try_from(back).ok()?));
    back.map(|number| {
        let (jaar, kwartaal) = (number.div_euclid(4), number.rem_euclid(4).unsigned_abs() + 1);
        Quarter {
            jaar,
            kwartaal,
            value: format!("{jaar}-{kwartaal}"),
            naam: format!("{} {jaar}", t.say_of("kwartalen", &kwartaal.to_string())),
            is_chosen: false,
        }
    })
    .collect()
}

async fn find(visitor: &Visitor, quarter: &Quarter) -> Result<Found, Failure> {
    let mut variables: Map<String, Value> = Map::new();
    variables.insert("jaar".to_owned(), json!(quarter.jaar));
    variables.insert("kwartaal".to_owned(), json!(quarter.kwartaal));
    let answer = visitor
        .ask_partly::<Rapporten>(Work::Oversight, told::DOCUMENT, variables)
        .await?;
    let t = visitor.texts();
    Ok(Found {
        naam: quarter.naam.clone(),
        drempel: answer.told.drempel(),
        missing: Kind::ALL
            .into_iter()
            .filter(|kind| kind.is_missing(&answer.failed))
            .map(Kind::logboek)
            .collect(),
        kinds: Kind::ALL
            .into_iter()
            .map(|kind| kind_shown(t, kind, &answer.told))
            .filter(|kind| !kind.parties.is_empty())
            .collect(),
    })
}

fn kind_shown(t: &Texts, kind: Kind, told: &Rapporten) -> KindShown {
    let parties = kind.parties(t, told).into_iter();
    KindShown {
        word: kind.logboek(),
        kop: t.say_of("rapport_soort", kind.logboek()).to_owned(),
        parties: parties
            .map(|(naam, charts)| PartyShown { naam, charts })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::super::super::texts::Catalogue, *};

    #[test]
    fn only_quarters_that_ended_can_be_chosen() {
        let t = Catalogue::read(None).unwrap().dutch();
        let of = |day: &str| -> Vec<String> {
            let quarters = ended(&t, day.parse().unwrap());
            quarters.into_iter().map(|quarter| quarter.value).collect()
        };
        assert_eq!(of("2026-06-30")[..3], ["2026-1", "2025-4", "2025-3"]);
        assert_eq!(of("2026-07-01")[0], "2026-2");
        assert_eq!(of("2026-01-01").last().unwrap(), "2024-1");
    }
}
