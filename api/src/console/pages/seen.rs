//! Who saw what of a resident: to be looked through, printed, and taken along as a file.

use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{http::StatusCode, response::Response};
use chrono::NaiveDate;
use serde::Deserialize;

use super::{
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
    pager::{List, Pager},
    path_of, read_inwoner,
    tabs::{self, Place, Tab},
};
use crate::console::extract::{Path, Query};
use crate::{
    domain::{Gegevensgroep, Handeling, Reden},
    http::inzage_file,
};

/// So many lines on one page.
const PAGE: usize = 25;

#[derive(Template)]
#[template(path = "console/seen.html")]
struct SeenPage {
    frame: Frame,
    path: String,
    mark: String,
    tabs: Vec<Tab>,
    filter: Filter,
    faults: Faults,
    partijen: Vec<LogPartij>,
    groepen: Vec<Gegevensgroep>,
    dagen: Vec<Dag>,
    pager: Pager,
    missing: Vec<&'static str>,
    gemaakt_op: String,
}

/// Which lines are asked for. What isn't named asks for all.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Filter {
    partij: String,
    groep: String,
    van: String,
    tot: String,
    wat: String,
    pagina: String,
}

/// The lines of one day.
struct Dag {
    dag: String,
    blikken: Vec<Blik>,
}

/// One line, in words.
struct Blik {
    tijd: String,
    wie: String,
    rollen: String,
    wat: String,
    bronhouder: String,
    waarvoor: Option<String>,
    gezien: Vec<Gezien>,
    niet_gedeeld: String,
    is_data: bool,
}

/// Groups that might be seen for the same reason.
struct Gezien {
    waarom: String,
    groepen: String,
}

impl Filter {
    /// What else than the page an address says.
    fn fields(&self) -> [(&str, &str); 5] {
        [
            ("partij", &self.partij),
            ("groep", &self.groep),
            ("van", &self.van),
            ("tot", &self.tot),
            ("wat", &self.wat),
        ]
    }

    /// Whether all acts are asked for, or disclosures of records only.
    fn wants_all(&self) -> bool {
        self.wat == "alles"
    }

    fn is_chosen(&self, groep: &Gegevensgroep) -> bool {
        self.groep == groep.word()
    }

    fn takes(&self, line: &Line, [van, tot]: [Option<NaiveDate>; 2]) -> bool {
        let day = dates::today(line.op);
        let mut seen = line.groepen.iter().map(|group| group.groep.word());
        (self.wants_all() || line.handeling == Handeling::Verstrekken)
            && (self.partij.is_empty() || self.partij == line.partij.id)
            && (self.groep.is_empty() || seen.any(|groep| groep == self.groep))
            && van.is_none_or(|van| van <= day)
            && tot.is_none_or(|tot| day <= tot)
    }
}

/// Shows it.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path(inwoner): Path<String>,
    Query(filter): Query<Filter>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let work = work_of(&visitor)?;
    let t = visitor.texts();
    let mut faults = Faults::default();
    let period = dates::read_period(t, [("van", &filter.van), ("tot", &filter.tot)], &mut faults);
    let read = lines::read(&visitor, work, &Question::Inwoner(inwoner.clone())).await?;
    let partijen: BTreeSet<LogPartij> = read.all.iter().map(|line| line.partij.clone()).collect();
    let asked = |line: &&Line| faults.is_empty() && filter.takes(line, period);
    let found: Vec<&Line> = read.all.iter().filter(asked).collect();
    let path = format!("{}/inzagen", path_of(&inwoner));
    let list = List {
        heading: "lijst",
        field: "pagina",
        page: &filter.pagina,
        path: &path,
        others: &filter.fields(),
    };
    let (pager, shown) = Pager::of(&found, PAGE, &list);
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = SeenPage {
        frame: Frame::of(&visitor, "inzagen.titel"),
        path,
        mark: mark_of(&inwoner),
        tabs: tabs::of(&visitor, &inwoner, Place::Inzagen),
        partijen: partijen.into_iter().collect(),
        groepen: Gegevensgroep::ALL.to_vec(),
        dagen: dagen(t, shown),
        pager,
        missing: read.missing,
        gemaakt_op: dates::day_and_time(t, visitor.now()),
        filter,
        faults,
    };
    render(status, &page)
}

/// All of it as a file, as the door of residents' requests hands it out.
pub(in super::super) async fn file(
    visitor: Visitor,
    Path(inwoner): Path<String>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let context = Arc::new(visitor.context(work_of(&visitor)?)?);
    let room = visitor.room();
    inzage_file(&room.hub, &context, &inwoner, visitor.now(), room.time)
        .await
        .map_err(Failure::from)
}

fn work_of(visitor: &Visitor) -> Result<Work, Failure> {
    let works = [Work::Consent, Work::Oversight].into_iter();
    works
        .into_iter()
        .find(|work| visitor.does(*work))
        .ok_or(Failure::NotFound)
}

fn dagen(t: &Texts, lines: &[&Line]) -> Vec<Dag> {
    let mut dagen: Vec<Dag> = Vec::new();
    for line in lines {
        let dag = dates::day(t, line.op);
        let blik = blik(t, line);
        match dagen.last_mut().filter(|last| last.dag == dag) {
            Some(last) => last.blikken.push(blik),
            None => dagen.push(Dag {
                dag,
                blikken: vec![blik],
            }),
        }
    }
    dagen
}

fn blik(t: &Texts, line: &Line) -> Blik {
    let rollen: Vec<&str> = line
        .rollen
        .iter()
        .map(|rol| t.say_of("rol", rol.word()))
        .collect();
    Blik {
        tijd: dates::time(line.op),
        wie: line.partij.naam.clone(),
        rollen: rollen.join(", "),
        wat: t.say_of("handeling", line.handeling.word()).to_owned(),
        bronhouder: line.bronhouder.naam.clone(),
        waarvoor: line.doel.map(|doel| t.say_of("doel", doel.word()).to_owned()),
        gezien: gezien(t, line),
        niet_gedeeld: names(t, line.niet_gedeeld.iter()),
        is_data: line.handeling == Handeling::Verstrekken,
    }
}

fn gezien(t: &Texts, line: &Line) -> Vec<Gezien> {
    let mut by_reason: Vec<(Reden, Option<&str>, Vec<&Gegevensgroep>)> = Vec::new();
    for group in &line.groepen {
        let wet = group.wet.as_deref();
        match by_reason
            .iter_mut()
            .find(|(reden, law, _)| (*reden, *law) == (group.reden, wet))
        {
            Some((_, _, groepen)) => groepen.push(&group.groep),
            None => by_reason.push((group.reden, wet, vec![&group.groep])),
        }
    }
    let told = by_reason.into_iter().map(|(reden, wet, groepen)| Gezien {
        waarom: match (t.say_of("reden", reden.word()), wet) {
            (reden, Some(wet)) => format!("{reden} ({wet})"),
            (reden, None) => reden.to_owned(),
        },
        groepen: names(t, groepen.into_iter()),
    });
    told.collect()
}

fn names<'a>(t: &Texts, groepen: impl Iterator<Item = &'a Gegevensgroep>) -> String {
    let names: Vec<&str> = groepen.map(|groep| t.say_of("groep", groep.word())).collect();
    names.join("; ")
}
