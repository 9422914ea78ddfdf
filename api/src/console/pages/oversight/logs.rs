//! Whether the logs are what was signed for.

use std::sync::LazyLock;

use askama::Template;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use tokio::sync::Semaphore;

use super::super::super::{
    dates,
    failure::Failure,
    page::{Frame, render},
    texts::Texts,
    visitor::{Submitted, Visitor},
};
use crate::console::extract::Path;
use crate::{
    federation::SubgraphName,
    logbook::{
        Notary,
        verify::{Report, audit_stored},
    },
};

#[derive(Template)]
#[template(path = "console/logs.html")]
struct LogsPage {
    frame: Frame,
    logboeken: Vec<Logboek>,
    /// Those that are kept elsewhere.
    elders: Vec<String>,
    /// Whether they were checked, and when.
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

/// Shows what was signed for.
pub(in super::super::super) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    page(&visitor, false).await
}

/// A check reads a whole log: one at a time is enough.
static CHECKING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(1));

/// Checks them from the first line to the last.
pub(in super::super::super) async fn verify(sent: Submitted) -> Result<Response, Failure> {
    let Submitted { visitor, .. } = sent;
    let time = visitor.room().time;
    let checking = async {
        let _turn = CHECKING
            .acquire()
            .await
            .map_err(|error| Failure::internal(&error))?;
        page(&visitor, true).await
    };
    let checked = tokio::time::timeout(time, checking).await;
    checked.map_err(|_| Failure::TookTooLong)?
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

async fn page(visitor: &Visitor, is_checked: bool) -> Result<Response, Failure> {
    let t = visitor.texts();
    let (mut logboeken, mut elders) = (Vec::new(), Vec::new());
    for name in SubgraphName::ALL {
        match visitor.room().logs.find(*name) {
            Some(notary) => logboeken.push(logboek(t, *name, notary, is_checked).await?),
            None => elders.push(t.say_of("logboek", name.word()).to_owned()),
        }
    }
    let page = LogsPage {
        frame: Frame::of(visitor, "logboeken.titel"),
        logboeken,
        elders,
        gecontroleerd_op: is_checked.then(|| dates::day_and_time(t, visitor.now())),
    };
    render(StatusCode::OK, &page)
}

async fn logboek(
    t: &Texts,
    name: SubgraphName,
    notary: &Notary,
    is_checked: bool,
) -> Result<Logboek, Failure> {
    let uitslag = if is_checked {
        let db = notary.tree().database();
        let report = audit_stored(db, notary.origin(), notary.verifiers(), &[]).await?;
        Some(Uitslag::of(&report))
    } else {
        None
    };
    let last = notary.checkpoints().latest().await?;
    Ok(Logboek {
        word: name.word(),
        naam: t.say_of("logboek", name.word()).to_owned(),
        oorsprong: notary.origin().to_owned(),
        controlepunt: last.map(|row| Controlepunt {
            regels: row.grootte,
            op: dates::day_and_time(t, row.op),
        }),
        uitslag,
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
