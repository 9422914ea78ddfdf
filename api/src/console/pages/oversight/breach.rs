//! After a breach (AVG 33): of which residents did a party see which groups, in a time.

use std::{collections::BTreeMap, fmt::Write};

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::Map;

use super::super::{
    super::{
        dates,
        failure::Failure,
        form::Faults,
        page::{Frame, render},
        texts::Texts,
        visitor::Visitor,
        work::Work,
    },
    lines::{self, Line, LogPartij, Question},
    mark_of,
    pager::{List, Pager, query_of},
    path_of,
};
use crate::console::extract::Query;
use crate::domain::{Gegevensgroep, InwonerId, PartijId};

const PAGE: usize = 25;
const PATH: &str = "/console/beheer/inzagen";

#[derive(Template)]
#[template(path = "console/breach.html")]
struct BreachPage {
    frame: Frame,
    asked: Asked,
    faults: Faults,
    partijen: Vec<LogPartij>,
    found: Option<Found>,
}

/// The question, as it was typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super::super) struct Asked {
    partij: String,
    van: String,
    van_tijd: String,
    tot: String,
    tot_tijd: String,
    pagina: String,
}

impl Asked {
    fn fields(&self) -> [(&str, &str); 5] {
        [
            ("partij", &self.partij),
            ("van", &self.van),
            ("van_tijd", &self.van_tijd),
            ("tot", &self.tot),
            ("tot_tijd", &self.tot_tijd),
        ]
    }

    fn is_asked(&self) -> bool {
        self.fields().iter().any(|(_, value)| !value.is_empty())
    }
}

/// The answer, in words.
struct Found {
    rows: Vec<Row>,
    pager: Pager,
    /// How many times something might be seen.
    looks: usize,
    missing: Vec<&'static str>,
    wie: String,
    periode: String,
    file: String,
}

/// One resident.
struct Row {
    path: String,
    mark: String,
    looks: usize,
    eerste: String,
    laatste: String,
    gezien: Vec<(String, String)>,
}

/// What of one resident at one owner might be seen.
struct Seen {
    naam: String,
    groepen: BTreeMap<Gegevensgroep, Times>,
}

/// How often, and when.
#[derive(Clone, Copy)]
struct Times {
    count: usize,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

impl Times {
    fn with(known: Option<Self>, op: DateTime<Utc>) -> Self {
        known.map_or(
            Self {
                count: 1,
                first: op,
                last: op,
            },
            |known| Self {
                count: known.count + 1,
                first: known.first.min(op),
                last: known.last.max(op),
            },
        )
    }
}

/// Per resident, per owner.
struct Residents(BTreeMap<InwonerId, (Option<Times>, BTreeMap<String, Seen>)>);

impl Residents {
    /// A line in which all was withheld showed nothing.
    fn of(lines: &[Line]) -> Self {
        let mut residents: BTreeMap<InwonerId, (Option<Times>, BTreeMap<String, Seen>)> = BTreeMap::new();
        for line in lines.iter().filter(|line| !line.groepen.is_empty()) {
            let (times, owners) = residents.entry(line.inwoner.clone()).or_default();
            *times = Some(Times::with(*times, line.op));
            let owner = owners.entry(line.bronhouder.id.clone()).or_insert_with(|| Seen {
                naam: line.bronhouder.naam.clone(),
                groepen: BTreeMap::new(),
            });
            for group in &line.groepen {
                let known = owner.groepen.get(&group.groep).copied();
                owner.groepen.insert(group.groep, Times::with(known, line.op));
            }
        }
        Self(residents)
    }
}

#[derive(Deserialize)]
struct Parties {
    partijen: Vec<LogPartij>,
}

async fn parties(visitor: &Visitor) -> Result<Vec<LogPartij>, Failure> {
    let document = "query ConsolePartijen { partijen { id naam } }";
    let told: Parties = visitor.ask_in(Work::Oversight, document, Map::new()).await?;
    Ok(told.partijen)
}

/// Asks for party and time, and shows what was seen.
pub(in super::super::super) async fn show(
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let partijen = parties(&visitor).await?;
    let mut faults = Faults::default();
    let question = if asked.is_asked() {
        question(&visitor, &asked, &partijen, &mut faults)
    } else {
        None
    };
    let is_asked_well = question.is_some();
    let found = match question {
        Some(question) => find(&visitor, &asked, &partijen, question).await?,
        None => None,
    };
    if is_asked_well && found.is_none() {
        faults.add("van", visitor.texts().say("lek.te_veel"));
    }
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = BreachPage {
        frame: Frame::of(&visitor, "lek.titel"),
        asked,
        faults,
        partijen,
        found,
    };
    render(status, &page)
}

/// What is asked, where all of it can be read.
fn question(
    visitor: &Visitor,
    asked: &Asked,
    partijen: &[LogPartij],
    faults: &mut Faults,
) -> Option<(PartijId, DateTime<Utc>, DateTime<Utc>)> {
    let t = visitor.texts();
    let known = partijen.iter().find(|partij| partij.id == asked.partij);
    if known.is_none() {
        faults.add("partij", t.say("lek.partij_leeg"));
    }
    let now = visitor.now();
    let mut moment = |[day_at, time_at]: [&str; 2], [day, time]: [&str; 2], otherwise| {
        let Some(day) = dates::read(day) else {
            faults.add(day_at, t.say("lek.moment_onleesbaar"));
            return None;
        };
        let moment = dates::at(day, time, otherwise);
        if moment.is_none() {
            faults.add(time_at, t.say("lek.tijd_onleesbaar"));
        }
        moment
    };
    let from = moment(
        ["van", "van_tijd"],
        [&asked.van, &asked.van_tijd],
        dates::begin_of,
    );
    let until = moment(["tot", "tot_tijd"], [&asked.tot, &asked.tot_tijd], dates::end_of);
    let (from, until) = (from?, until?);
    if from >= now {
        faults.add("van", t.say("lek.begin_komt_nog"));
        return None;
    }
    // Today isn't over yet.
    let until = until.min(now);
    if from >= until {
        faults.add("van", t.say("periode.omgekeerd"));
    }
    let partij = PartijId::new(known?.id.as_str()).ok()?;
    faults.is_empty().then_some((partij, from, until))
}

/// What was seen; nothing where there is more of it than is read at once.
async fn find(
    visitor: &Visitor,
    asked: &Asked,
    partijen: &[LogPartij],
    (partij, from, until): (PartijId, DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<Found>, Failure> {
    let t = visitor.texts();
    let wie = partijen.iter().find(|one| one.id == partij.as_str());
    let read = lines::read(visitor, Work::Oversight, &Question::Partij(partij, from, until)).await?;
    if read.is_too_much {
        return Ok(None);
    }
    let residents = Residents::of(&read.all);
    let looks = residents
        .0
        .values()
        .filter_map(|(times, _)| *times)
        .map(|times| times.count)
        .sum();
    let all: Vec<Row> = residents
        .0
        .iter()
        .map(|(inwoner, seen)| row(t, inwoner, seen))
        .collect();
    let list = List {
        heading: "lijst",
        field: "pagina",
        page: &asked.pagina,
        path: PATH,
        others: &asked.fields(),
    };
    let (pager, shown) = Pager::of(&all, PAGE, &list);
    let count = shown.len();
    let skipped = pager.page.saturating_sub(1) * PAGE;
    Ok(Some(Found {
        pager,
        rows: all.into_iter().skip(skipped).take(count).collect(),
        looks,
        missing: read.missing,
        wie: wie.map(|partij| partij.naam.clone()).unwrap_or_default(),
        periode: format!(
            "{} – {}",
            dates::day_and_time(t, from),
            dates::day_and_time(t, until)
        ),
        file: format!("{PATH}/bestand?{}", query_of(asked.fields())),
    }))
}

fn row(t: &Texts, inwoner: &InwonerId, (times, owners): &(Option<Times>, BTreeMap<String, Seen>)) -> Row {
    let moment =
        |op: fn(&Times) -> DateTime<Utc>| times.as_ref().map(|times| dates::day_and_time(t, op(times)));
    let gezien = owners.values().map(|seen| {
        let groepen: Vec<&str> = seen
            .groepen
            .keys()
            .map(|groep| t.say_of("groep", groep.word()))
            .collect();
        (seen.naam.clone(), groepen.join("; "))
    });
    Row {
        path: format!("{}/inzagen", path_of(inwoner)),
        mark: mark_of(inwoner),
        looks: times.map_or(0, |times| times.count),
        eerste: moment(|times| times.first).unwrap_or_default(),
        laatste: moment(|times| times.last).unwrap_or_default(),
        gezien: gezien.collect(),
    }
}

/// The same as a file for a spreadsheet: a row per resident, owner and group.
pub(in super::super::super) async fn file(
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let partijen = parties(&visitor).await?;
    let question = question(&visitor, &asked, &partijen, &mut Faults::default());
    let (partij, from, until) = question.ok_or(Failure::NotFound)?;
    let read = lines::read(&visitor, Work::Oversight, &Question::Partij(partij, from, until)).await?;
    if read.is_too_much {
        return Err(Failure::TooManyLines);
    }
    // Half a file is taken for a whole one.
    if !read.missing.is_empty() {
        return Err(Failure::Internal);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"inzagen.csv\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, csv(visitor.texts(), &Residents::of(&read.all))).into_response())
}

fn csv(t: &Texts, residents: &Residents) -> String {
    // What spreadsheets take for "this is UTF-8".
    let mut text = String::from("\u{feff}");
    let names = [
        "inwoner",
        "bronhouder",
        "gegevens",
        "code",
        "aantal",
        "eerste",
        "laatste",
    ];
    put_row(&mut text, names.map(|name| t.say_of("lek_kolom", name)));
    for (inwoner, (_, owners)) in &residents.0 {
        for seen in owners.values() {
            for (groep, times) in &seen.groepen {
                let (count, first, last) = (
                    times.count.to_string(),
                    times.first.to_rfc3339(),
                    times.last.to_rfc3339(),
                );
                let naam = t.say_of("groep", groep.word());
                put_row(
                    &mut text,
                    [
                        inwoner.as_str(),
                        &seen.naam,
                        naam,
                        groep.word(),
                        &count,
                        &first,
                        &last,
                    ],
                );
            }
        }
    }
    text
}

/// One row. What a spreadsheet would take for a formula is kept from being one.
fn put_row<const N: usize>(text: &mut String, cells: [&str; N]) {
    let cells = cells.map(|cell| {
        let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
            "'"
        } else {
            ""
        };
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    });
    // Writing to a String cannot fail.
    let _written = write!(text, "{}\r\n", cells.join(";"));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::console::texts::Catalogue;

    fn line(inwoner: u8, op: &str, groepen: &[&str]) -> Line {
        let groepen: Vec<_> = groepen
            .iter()
            .map(|groep| json!({"groep": groep, "reden": "TOEGESTAAN_TOESTEMMING", "wet": null}))
            .collect();
        serde_json::from_value(json!({
            "op": op, "inwoner": InwonerId::from_hash(&[inwoner; 32]), "handeling": "VERSTREKKEN",
            "bronhouder": {"id": "g", "naam": "=Gemeente \"U\""}, "partij": {"id": "p", "naam": "P"},
            "rollen": [], "doel": null, "groepen": groepen, "nietGedeeld": ["TRAJECT_FINANCIEEL"],
        }))
        .unwrap()
    }

    #[test]
    fn what_was_withheld_was_not_seen_and_each_resident_is_counted_once() {
        let lines = [
            line(1, "2026-06-15T10:00:00Z", &["TRAJECT_LOOPT"]),
            line(1, "2026-06-14T10:00:00Z", &["TRAJECT_LOOPT", "TRAJECT_FASE"]),
            line(2, "2026-06-14T10:00:00Z", &[]),
        ];
        let residents = Residents::of(&lines);
        assert_eq!(residents.0.len(), 1);
        let t = Catalogue::read(None).unwrap().dutch();
        let text = csv(&t, &residents);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows.len(), 3, "{text}");
        assert!(rows[1].contains("\"'=Gemeente \"\"U\"\"\""), "{text}");
        assert!(rows[1].ends_with(
            "\"TRAJECT_LOOPT\";\"2\";\"2026-06-14T10:00:00+00:00\";\"2026-06-15T10:00:00+00:00\""
        ));
    }
}
