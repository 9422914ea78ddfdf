//! Withdrawing by the code on a receipt: whoever has it has the resident's word.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::{Map, json};

use super::{
    super::{
        ask::AskError,
        failure::Failure,
        form::Faults,
        page::{Frame, redirect, render, status_of},
        visitor::{Submitted, Visitor},
    },
    grants::Partij,
    opened::{Opened, Part, opened},
    preview::Preview,
};
use crate::domain::Gegevensgroep;

#[derive(Template)]
#[template(path = "console/by_code.html")]
struct CodePage {
    frame: Frame,
    faults: Faults,
    code: String,
}

#[derive(Template)]
#[template(path = "console/by_code_confirm.html")]
struct ConfirmPage {
    frame: Frame,
    code: String,
    eindigt: Vec<Opened>,
}

/// Of a sheet of which nothing stands any more.
#[derive(Template)]
#[template(path = "console/by_code_ended.html")]
struct EndedPage {
    frame: Frame,
}

#[derive(Template)]
#[template(path = "console/by_code_done.html")]
struct DonePage {
    frame: Frame,
}

const WITHDRAW: &str = "mutation ConsoleIntrekkenMetCode($invoer: IntrekkingInvoer!) {
  toestemmingIntrekken(invoer: $invoer) { registerversie }
}";

#[derive(Deserialize)]
struct Withdrawn {}

/// Asks for the code.
pub(in super::super) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    page(&visitor, "", Faults::default())
}

/// Shows what will stop, or stops it.
pub(in super::super) async fn submit(sent: Submitted) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let code = fields.text("code");
    let wrong = |key: &str| {
        let mut faults = Faults::default();
        faults.add("code", visitor.texts().say(key));
        page(&visitor, code, faults)
    };
    if code.is_empty() {
        return wrong("code.leeg");
    }
    let invoer = json!({"code": code});
    let done = if fields.find("stap") == Some("vastleggen") {
        let variables = Map::from_iter([("invoer".to_owned(), invoer)]);
        let told = visitor.ask::<Withdrawn>(WITHDRAW, variables).await;
        told.map(|_| Ok(redirect("/console/code/ingetrokken", [])))
    } else {
        let told = Preview::of_withdrawal(&visitor, &invoer).await;
        told.map(|preview| confirm(&visitor, code, &preview))
    };
    match done {
        Ok(response) => response,
        Err(AskError::Refused(refusal)) if refusal == "ONBEKEND" => wrong("code.onbekend"),
        Err(AskError::Refused(refusal)) if refusal == "NIETS_MEER_OPEN" => wrong("code.niets_meer_open"),
        Err(error) => Err(error.into()),
    }
}

/// Says that it was done.
pub(in super::super) async fn done(visitor: Visitor) -> Result<Response, Failure> {
    let frame = Frame::of(&visitor, "ingetrokken.titel");
    render(StatusCode::OK, &DonePage { frame })
}

fn page(visitor: &Visitor, code: &str, faults: Faults) -> Result<Response, Failure> {
    let page = CodePage {
        frame: Frame::of(visitor, "code.titel"),
        faults,
        code: code.to_owned(),
    };
    render(status_of(&page.faults), &page)
}

fn confirm(visitor: &Visitor, code: &str, preview: &Preview) -> Result<Response, Failure> {
    let frame = Frame::of(visitor, "code.titel");
    // What has ended already isn't confirmed to end.
    if !preview.legt_vast {
        return render(StatusCode::OK, &EndedPage { frame });
    }
    let losses: Vec<(&Partij, &Partij, [Gegevensgroep; 1])> = preview
        .wijzigingen
        .iter()
        .filter(|one| !one.komt_erbij)
        .map(|one| (&one.ontvanger, &one.bronhouder, [one.groep]))
        .collect();
    let parts = losses.iter().map(|(ontvanger, bronhouder, groepen)| Part {
        ontvanger,
        bronhouder,
        groepen,
        toestemming: None,
    });
    let page = ConfirmPage {
        frame,
        code: code.to_owned(),
        eindigt: opened(visitor.texts(), parts, |_| false),
    };
    render(StatusCode::OK, &page)
}
