use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{
    super::{
        ask::AskError,
        failure::Failure,
        form::Faults,
        page::{Frame, redirect, render, status_of},
        visitor::{Submitted, Visitor},
    },
    tabs,
};
use crate::domain::InwonerId;

#[derive(Template)]
#[template(path = "console/search.html")]
struct SearchPage {
    frame: Frame,
    faults: Faults,
    bsn: String,
    nummer: String,
    /// Whether the visitor's party has client numbers of its own; the hub's own desk has none.
    has_nummers: bool,
}

const FIND: &str = "query ConsoleZoeken($bsn: String, $eigenNummer: String) {
  inwoner(bsn: $bsn, eigenNummer: $eigenNummer) { id }
}";

#[derive(Deserialize)]
struct Found {
    inwoner: Option<FoundInwoner>,
}

#[derive(Deserialize)]
struct FoundInwoner {
    id: InwonerId,
}

/// The page on which a resident is looked for.
pub(in super::super) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    page(&visitor, Faults::default(), ["", ""])
}

fn page(visitor: &Visitor, faults: Faults, [bsn, nummer]: [&str; 2]) -> Result<Response, Failure> {
    let page = SearchPage {
        frame: Frame::of(visitor, "zoeken.kop"),
        faults,
        bsn: bsn.to_owned(),
        nummer: nummer.to_owned(),
        has_nummers: !visitor.is_central(),
    };
    render(status_of(&page.faults), &page)
}

/// Goes to the page of the resident: there is one for every BSN that can be one, and for every client number that the
/// party bound to a resident.
pub(in super::super) async fn find(form: Submitted) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = form;
    let (typed, nummer) = (fields.text("bsn"), fields.text("nummer"));
    let wrong = |field: &str, key: &str| {
        let mut faults = Faults::default();
        faults.add(field, visitor.texts().say(key));
        page(&visitor, faults, [typed, nummer])
    };
    let (variables, field) = match (typed.is_empty(), nummer.is_empty()) {
        (true, true) if visitor.is_central() => return wrong("bsn", "zoeken.bsn_leeg"),
        (true, true) => return wrong("bsn", "zoeken.leeg"),
        (false, false) => return wrong("nummer", "zoeken.dubbel"),
        (true, false) => (("eigenNummer".to_owned(), Value::from(nummer)), "nummer"),
        (false, true) => match plain_bsn(typed) {
            Some(bsn) => (("bsn".to_owned(), Value::from(bsn)), "bsn"),
            None => return wrong("bsn", "zoeken.bsn_lengte"),
        },
    };
    match visitor.ask::<Found>(FIND, Map::from_iter([variables])).await {
        Ok(Found { inwoner: Some(found) }) => Ok(redirect(&tabs::first(&visitor, &found.id), [])),
        Ok(Found { inwoner: None }) => wrong(field, "zoeken.nummer_onbekend"),
        Err(AskError::Input(_)) if field == "bsn" => wrong(field, "zoeken.bsn_onjuist"),
        Err(AskError::Input(_)) => wrong(field, "zoeken.nummer_onbekend"),
        Err(AskError::Refused(code)) if code == "BSN_NIET_GERECHTIGD" && !visitor.is_central() => {
            wrong(field, "zoeken.bsn_mag_niet")
        }
        Err(error) => Err(error.into()),
    }
}

/// Nine digits, typed with or without something between them.
fn plain_bsn(typed: &str) -> Option<String> {
    let plain: String = typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '.' | '-'))
        .collect();
    (plain.len() == 9 && plain.bytes().all(|byte| byte.is_ascii_digit())).then_some(plain)
}
