//! Recording that a resident refuses what a party asked, which stops repeated asking.

use askama::Template;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, json};
use uuid::Uuid;

use super::{
    super::{
        ask::AskError,
        failure::Failure,
        form::Faults,
        page::{Frame, redirect, render, status_of},
        visitor::{Submitted, Visitor},
    },
    how::{How, Radios, faults_of},
    read_inwoner,
    requests::{self, ShownRequest, Verzoek},
};
use crate::console::extract::Path;

#[derive(Template)]
#[template(path = "console/refuse.html")]
struct RefusePage<'a> {
    frame: Frame,
    faults: Faults,
    verzoek: ShownRequest,
    how: &'a How,
    /// The key under which it is recorded once, however often the page is sent.
    aanvraag: String,
    radios: Vec<Radios>,
}

const REFUSE: &str = "mutation ConsoleWeigeren($invoer: WeigeringInvoer!) {
  weigeringVastleggen(invoer: $invoer) { registerversie }
}";

#[derive(Deserialize)]
struct Refused {}

/// Shows what is refused.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, verzoek)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let asked = requests::find(&visitor, &inwoner, verzoek).await?;
    let asked = asked.ok_or_else(answered)?;
    let how = How::new(visitor.now(), None);
    page(
        &visitor,
        &asked,
        &how,
        &Uuid::now_v7().to_string(),
        Faults::default(),
    )
}

/// Records it.
pub(in super::super) async fn submit(
    Path((inwoner, verzoek)): Path<(String, Uuid)>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let inwoner = read_inwoner(&inwoner)?;
    let (how, aanvraag) = (How::read(&fields), fields.text("aanvraag"));
    let mut faults = Faults::default();
    how.check_speaker(visitor.texts(), &mut faults);
    if faults.is_empty() {
        let invoer = json!({
            "inwoner": inwoner, "verzoek": verzoek, "aanvraagId": aanvraag,
            "gegevenDoor": how.gegeven_door, "gegevenDoorKenmerk": how.kenmerk_invoer(),
        });
        let variables = Map::from_iter([("invoer".to_owned(), invoer)]);
        match visitor.ask::<Refused>(REFUSE, variables).await {
            Ok(_) => return Ok(redirect("/console/verzoeken?klaar=weigering", [])),
            Err(AskError::Input(told)) => faults = faults_of(visitor.texts(), told, false),
            Err(error) => return Err(error.into()),
        }
    }
    let asked = requests::find(&visitor, &inwoner, verzoek).await?;
    page(&visitor, &asked.ok_or_else(answered)?, &how, aanvraag, faults)
}

fn answered() -> Failure {
    Failure::Refused("VERZOEK_BEANTWOORD".to_owned())
}

fn page(
    visitor: &Visitor,
    verzoek: &Verzoek,
    how: &How,
    aanvraag: &str,
    faults: Faults,
) -> Result<Response, Failure> {
    let t = visitor.texts();
    let page = RefusePage {
        frame: Frame::of(visitor, "weigeren.titel"),
        faults,
        verzoek: ShownRequest::of(t, verzoek),
        how,
        aanvraag: aanvraag.to_owned(),
        radios: vec![how.speakers(t, "weigeren.gegeven_door")],
    };
    render(status_of(&page.faults), &page)
}
