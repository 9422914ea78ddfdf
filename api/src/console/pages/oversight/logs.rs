//! Whether the logs are what was signed for.

mod check;

use std::sync::Arc;

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::super::super::{
    dates,
    failure::Failure,
    page::{Frame, redirect, render},
    texts::Texts,
    visitor::{Submitted, Visitor},
};
pub(crate) use check::LogCheck;
use check::State;

use crate::console::extract::Path;
use crate::{
    federation::SubgraphName,
    logbook::{Notary, verify::Report},
};

#[derive(Template)]
#[template(path = "console/logs.html")]
struct LogsPage {
    frame: Frame,
    logboeken: Vec<Logboek>,
    /// Those that are kept elsewhere.
    elders: Vec<String>,
    /// Since when a check runs, while one does.
    loopt_sinds: Option<String>,
    /// When they were last checked.
    gecontroleerd_op: Option<String>,
}

impl LogsPage {
    fn is_sound(&self) -> bool {
        self.logboeken.iter().all(|logboek| {
            logboek
                .uitslag
                .as_ref()
                .is_some_and(|uitslag| uitslag.faults.is_empty())
        })
    }
}

/// One log.
struct Logboek {
    word: &'static str,
    naam: String,
    oorsprong: String,
    controlepunt: Option<Controlepunt>,
    /// Whether it could not be read when it was to be checked.
    is_unread: bool,
    uitslag: Option<Uitslag>,
}

/// What was last signed for.
struct Controlepunt {
    regels: i64,
    op: String,
}

/// What a check found.
struct Uitslag {
    regels: u64,
    gewist: u64,
    gedekt: u64,
    staart: u64,
    wortel: String,
    faults: Vec<String>,
}

/// Shows what was signed for, and what the last check found.
pub(in super::super::super) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    let t = visitor.texts();
    let state = visitor.room().console.log_check.state();
    let (mut logboeken, mut elders) = (Vec::new(), Vec::new());
    for name in SubgraphName::ALL {
        match visitor.room().logs.find(*name) {
            Some(notary) => logboeken.push(logboek(t, *name, notary, &state).await?),
            None => elders.push(t.say_of("logboek", name.word()).to_owned()),
        }
    }
    let page = LogsPage {
        frame: Frame::of(&visitor, "logboeken.titel"),
        logboeken,
        elders,
        loopt_sinds: state.since.map(|since| dates::day_and_time(t, since)),
        gecontroleerd_op: state.ended.map(|ended| dates::day_and_time(t, ended)),
    };
    render(StatusCode::OK, &page)
}

/// Checks them from the first line to the last, and leads to what it found: all of it, where that takes no longer than a page
/// may take.
pub(in super::super::super) async fn verify(sent: Submitted) -> Result<Response, Failure> {
    let room = sent.visitor.room();
    let check = &room.console.log_check;
    check.begin(room.logs.clone(), Arc::clone(&room.console.clock));
    check.wait(room.time / 2).await;
    Ok(redirect("/console/beheer/logboeken", []))
}

/// The last checkpoint of a log, to be kept by somebody else than who keeps the log.
pub(in super::super::super) async fn checkpoint(
    visitor: Visitor,
    Path(logboek): Path<String>,
) -> Result<Response, Failure> {
    let notary = SubgraphName::from_word(&logboek).and_then(|name| visitor.room().logs.find(name));
    let last = notary.ok_or(Failure::NotFound)?.checkpoints().latest().await?;
    let note = last.ok_or(Failure::NotFound)?.nota;
    let file = format!("attachment; filename=\"controlepunt-{logboek}.txt\"");
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, file),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, note).into_response())
}

async fn logboek(
    t: &Texts,
    name: SubgraphName,
    notary: &Notary,
    checked: &State,
) -> Result<Logboek, Failure> {
    let found = checked.found.get(&name);
    let last = notary.checkpoints().latest().await?;
    Ok(Logboek {
        word: name.word(),
        naam: t.say_of("logboek", name.word()).to_owned(),
        oorsprong: notary.origin().to_owned(),
        controlepunt: last.map(|row| Controlepunt {
            regels: row.grootte,
            op: dates::day_and_time(t, row.op),
        }),
        is_unread: matches!(found, Some(None)),
        uitslag: found.and_then(Option::as_ref).map(|report| Uitslag::of(report)),
    })
}

impl Uitslag {
    fn of(report: &Report) -> Self {
        let own = report.own.as_ref();
        Self {
            regels: report.lines,
            gewist: report.erased,
            gedekt: own.map_or(0, |checkpoint| checkpoint.size),
            staart: report.uncovered(),
            wortel: own
                .map(|checkpoint| checkpoint.root.to_string())
                .unwrap_or_default(),
            faults: report.faults.iter().map(ToString::to_string).collect(),
        }
    }
}
