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
}

const FIND: &str = "query ConsoleZoeken($bsn: String!) { inwoner(bsn: $bsn) { id } }";

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
    page(&visitor, Faults::default(), "")
}

fn page(visitor: &Visitor, faults: Faults, bsn: &str) -> Result<Response, Failure> {
    let page = SearchPage {
        frame: Frame::of(visitor, "zoeken.kop"),
        faults,
        bsn: bsn.to_owned(),
    };
    render(status_of(&page.faults), &page)
}

/// Goes to the page of the resident: there is one for every number that can be one.
pub(in super::super) async fn find(form: Submitted) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = form;
    let typed = fields.text("bsn");
    let bsn: String = typed
        .chars()
        .filter(|sign| !sign.is_whitespace() && !matches!(sign, '.' | '-'))
        .collect();
    let wrong = |key: &str| {
        let mut faults = Faults::default();
        faults.add("bsn", visitor.texts().say(key));
        page(&visitor, faults, typed)
    };
    if bsn.is_empty() {
        return wrong("zoeken.bsn_leeg");
    }
    if bsn.len() != 9 || !bsn.bytes().all(|byte| byte.is_ascii_digit()) {
        return wrong("zoeken.bsn_lengte");
    }
    let variables = Map::from_iter([("bsn".to_owned(), Value::from(bsn))]);
    match visitor.ask::<Found>(FIND, variables).await {
        Ok(told) => {
            let found = told.inwoner.ok_or(Failure::Internal)?;
            Ok(redirect(&tabs::first(&visitor, &found.id), []))
        }
        Err(AskError::Input(_)) => wrong("zoeken.bsn_onjuist"),
        Err(error) => Err(error.into()),
    }
}
