//! Opening a resident with whom one isn't involved: for a reason, which the privacy officer reviews.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{
    super::{
        ask::AskError,
        failure::Failure,
        form::{Faults, Fields},
        page::{Frame, redirect, render},
        visitor::{Submitted, Visitor},
        work::Work,
    },
    mark_of, path_of, read_inwoner,
};
use crate::console::extract::Path;
use crate::{
    domain::{InwonerId, Reden},
    subgraphs::toestemming::OpeningReden,
};

#[derive(Template)]
#[template(path = "console/open.html")]
struct OpenPage {
    frame: Frame,
    path: String,
    mark: String,
    faults: Faults,
    redenen: Vec<Keuze>,
    toelichting: String,
}

/// A reason to choose.
struct Keuze {
    word: &'static str,
    is_chosen: bool,
}

const TOEGANG: &str = "query ConsoleBetrokken($inwoner: ID!) { inwoner(id: $inwoner) { toegang { reden } } }";

#[derive(Deserialize)]
struct Told {
    inwoner: Option<Inwoner>,
}

#[derive(Deserialize)]
struct Inwoner {
    toegang: Option<Vec<Toegang>>,
}

#[derive(Deserialize)]
struct Toegang {
    reden: Reden,
}

/// Where a resident is opened.
pub(super) fn path(inwoner: &InwonerId) -> String {
    format!("{}/openen", path_of(inwoner))
}

/// Whether the visitor works with this resident, or has opened them: asked before anything is looked at.
pub(super) async fn is_involved(visitor: &Visitor, inwoner: &InwonerId) -> Result<bool, Failure> {
    let variables = Map::from_iter([("inwoner".to_owned(), Value::from(inwoner.as_str()))]);
    let told: Told = visitor.ask_in(Work::Help, TOEGANG, variables).await?;
    // What can't be told is decided at each part of the page itself.
    let toegang = told
        .inwoner
        .and_then(|inwoner| inwoner.toegang)
        .unwrap_or_default();
    Ok(!toegang.iter().any(|one| one.reden == Reden::NietBetrokken))
}

/// The page that asks for the reason.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path(inwoner): Path<String>,
) -> Result<Response, Failure> {
    page(
        &visitor,
        &read_inwoner(&inwoner)?,
        &Fields::default(),
        Faults::default(),
    )
}

fn page(
    visitor: &Visitor,
    inwoner: &InwonerId,
    fields: &Fields,
    faults: Faults,
) -> Result<Response, Failure> {
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let keuze = |reden: &OpeningReden| Keuze {
        word: reden.word(),
        is_chosen: fields.find("reden") == Some(reden.word()),
    };
    let page = OpenPage {
        frame: Frame::of(visitor, "openen.titel"),
        path: path(inwoner),
        mark: mark_of(inwoner),
        faults,
        redenen: OpeningReden::ALL.iter().map(keuze).collect(),
        toelichting: fields.find("toelichting").unwrap_or_default().to_owned(),
    };
    render(status, &page)
}

const OPEN: &str =
    "mutation ConsoleOpenen($invoer: OpeningInvoer!) { inwonerOpenen(invoer: $invoer) { opening } }";

/// Nobody needs to read again what was recorded.
#[derive(Deserialize)]
struct Opened {}

/// Records the reason and goes on to what was looked for.
pub(in super::super) async fn submit(
    Path(inwoner): Path<String>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let inwoner = read_inwoner(&inwoner)?;
    let t = visitor.texts();
    let mut faults = Faults::default();
    let reden = fields.find("reden").and_then(OpeningReden::from_word);
    if reden.is_none() {
        faults.add("reden", t.say("openen.reden_leeg"));
    }
    let toelichting = fields.text("toelichting");
    if toelichting.is_empty() {
        faults.add("toelichting", t.say("openen.toelichting_leeg"));
    }
    let Some(reden) = reden.filter(|_| faults.is_empty()) else {
        return page(&visitor, &inwoner, &fields, faults);
    };
    // Sent twice, the first has done it.
    if is_involved(&visitor, &inwoner).await? {
        return Ok(redirect(&format!("{}/traject", path_of(&inwoner)), []));
    }
    let invoer = json!({"inwoner": inwoner, "reden": reden, "toelichting": toelichting});
    let variables = Map::from_iter([("invoer".to_owned(), invoer)]);
    match visitor.ask_in::<Opened>(Work::Help, OPEN, variables).await {
        Ok(_) => Ok(redirect(&format!("{}/traject", path_of(&inwoner)), [])),
        Err(AskError::Input(told)) => {
            for fault in told {
                faults.add(
                    "toelichting",
                    t.say_with("openen.door_hub", t.say_register(&fault.reason)),
                );
            }
            page(&visitor, &inwoner, &fields, faults)
        }
        Err(error) => Err(error.into()),
    }
}
