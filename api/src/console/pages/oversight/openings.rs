//! The list of residents who were opened with a reason, and what the privacy officer finds of each.

use askama::Template;
use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::{
    super::{
        ask::AskError,
        dates,
        failure::Failure,
        form::{Faults, Fields},
        page::{Frame, redirect, render},
        texts::Texts,
        visitor::{Submitted, Visitor},
        work::Work,
    },
    mark_of,
    pager::query_of,
    path_of,
};
use crate::console::extract::Query;
use crate::{
    domain::InwonerId,
    subgraphs::toestemming::{OpeningOordeel, OpeningReden, OpeningStatus},
};

const PATH: &str = "/console/beheer/openingen";
/// So many on one page.
const PAGE: usize = 20;

#[derive(Template)]
#[template(path = "console/openings.html")]
struct OpeningsPage {
    frame: Frame,
    faults: Faults,
    /// Whether those that wait are shown, or those that were reviewed.
    is_waiting: bool,
    /// Whether a review was just recorded.
    is_done: bool,
    openingen: Vec<Shown>,
    first: Option<String>,
    next: Option<String>,
    /// To which address the form is sent.
    action: String,
}

/// Which part of the list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super::super) struct Asked {
    status: String,
    na: String,
    gedaan: String,
}

/// One opening, in words.
struct Shown {
    id: Uuid,
    path: String,
    mark: String,
    wie: String,
    reden: String,
    toelichting: String,
    op: String,
    tot: String,
    /// The verdict, once there is one; and when and why.
    oordeel: Option<(bool, String, String)>,
    /// What was typed about it.
    typed: String,
    fault: Option<String>,
}

#[derive(Deserialize)]
struct Told {
    openingen: Option<Connection>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Connection {
    edges: Vec<Edge>,
    page_info: PageInfo,
}

#[derive(Deserialize)]
struct Edge {
    node: Opening,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Opening {
    id: Uuid,
    inwoner: Inwoner,
    partij: Option<Partij>,
    gebruiker: Option<String>,
    reden: Option<OpeningReden>,
    toelichting: String,
    op: DateTime<Utc>,
    tot: DateTime<Utc>,
    oordeel: Option<OpeningOordeel>,
    oordeel_toelichting: Option<String>,
    beoordeeld_op: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct Inwoner {
    id: InwonerId,
}

#[derive(Deserialize)]
struct Partij {
    naam: String,
}

const LIST: &str = "query ConsoleOpeningen($status: OpeningStatus!, $na: String, $eerste: Int!) {
  openingen(status: $status, na: $na, eerste: $eerste) {
    edges { node {
      id inwoner { id } partij { naam } gebruiker reden toelichting op tot oordeel oordeelToelichting beoordeeldOp
    } }
    pageInfo { endCursor hasNextPage }
  }
}";

async fn list(visitor: &Visitor, status: OpeningStatus, na: &str) -> Result<Connection, Failure> {
    let na = (!na.is_empty()).then_some(na);
    let variables = [
        ("status", json!(status)),
        ("na", json!(na)),
        ("eerste", json!(PAGE)),
    ];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let told: Told = visitor
        .ask_in(Work::Oversight, LIST, Map::from_iter(variables))
        .await?;
    told.openingen.ok_or(Failure::Internal)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Counted {
    openingen_aantal: Option<usize>,
}

/// How many openings wait for a review. Nobody is looked at by it.
pub(super) async fn waiting(visitor: &Visitor) -> Result<usize, Failure> {
    let counted: Counted = visitor
        .ask_in(
            Work::Oversight,
            "query ConsoleOpeningenAantal { openingenAantal }",
            Map::new(),
        )
        .await?;
    counted.openingen_aantal.ok_or(Failure::Internal)
}

/// Shows them.
pub(in super::super::super) async fn show(
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    page(&visitor, &asked, &Fields::default(), Faults::default()).await
}

async fn page(
    visitor: &Visitor,
    asked: &Asked,
    fields: &Fields,
    faults: Faults,
) -> Result<Response, Failure> {
    let is_waiting = asked.status != "beoordeeld";
    let status = if is_waiting {
        OpeningStatus::TeBeoordelen
    } else {
        OpeningStatus::Beoordeeld
    };
    let told = list(visitor, status, &asked.na).await?;
    let link = |na: &str| {
        format!(
            "{PATH}?{}",
            query_of([("status", asked.status.as_str()), ("na", na)])
        )
    };
    let t = visitor.texts();
    let http = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = OpeningsPage {
        frame: Frame::of(visitor, "openingen.titel"),
        is_waiting,
        is_done: !asked.gedaan.is_empty(),
        openingen: told
            .edges
            .iter()
            .map(|edge| shown(t, &edge.node, fields, &faults))
            .collect(),
        first: (!asked.na.is_empty()).then(|| link("")),
        next: told
            .page_info
            .end_cursor
            .filter(|_| told.page_info.has_next_page)
            .map(|na| link(&na)),
        action: link(&asked.na),
        faults,
    };
    render(http, &page)
}

fn shown(t: &Texts, opening: &Opening, fields: &Fields, faults: &Faults) -> Shown {
    let partij = opening.partij.as_ref().map_or("", |partij| partij.naam.as_str());
    let wie = match &opening.gebruiker {
        Some(gebruiker) => format!("{partij} ({gebruiker})"),
        None => partij.to_owned(),
    };
    let oordeel = opening.oordeel.zip(opening.beoordeeld_op).map(|(oordeel, op)| {
        let words = format!("{}, {}", t.say_of("oordeel", oordeel.word()), dates::day(t, op));
        let said = opening.oordeel_toelichting.clone().unwrap_or_default();
        (oordeel == OpeningOordeel::Terecht, words, said)
    });
    let field = field_of(opening.id);
    Shown {
        id: opening.id,
        path: format!("{}/inzagen", path_of(&opening.inwoner.id)),
        mark: mark_of(&opening.inwoner.id),
        wie,
        reden: opening
            .reden
            .map(|reden| t.say_of("opening_reden", reden.word()).to_owned())
            .unwrap_or_default(),
        toelichting: opening.toelichting.clone(),
        op: dates::day_and_time(t, opening.op),
        tot: dates::day_and_time(t, opening.tot),
        oordeel,
        typed: fields.find(&field).unwrap_or_default().to_owned(),
        fault: faults.at(&field).map(str::to_owned),
    }
}

fn field_of(opening: Uuid) -> String {
    format!("toelichting-{opening}")
}

const JUDGE: &str = "mutation ConsoleBeoordelen($invoer: OpeningBeoordelingInvoer!) {
  openingBeoordelen(invoer: $invoer) { registerversie }
}";

/// Nobody needs to read again what was recorded.
#[derive(Deserialize)]
struct Judged {}

/// Records what the privacy officer finds of one of them.
pub(in super::super::super) async fn judge(
    Query(asked): Query<Asked>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let opening: Uuid = fields.text("opening").parse().map_err(|_| Failure::NotFound)?;
    let oordeel = fields
        .find("oordeel")
        .and_then(OpeningOordeel::from_word)
        .ok_or(Failure::NotFound)?;
    let field = field_of(opening);
    let toelichting = fields.text(&field);
    let mut faults = Faults::default();
    if oordeel == OpeningOordeel::Onterecht && toelichting.is_empty() {
        faults.add(&field, visitor.texts().say("openingen.toelichting_leeg"));
        return page(&visitor, &asked, &fields, faults).await;
    }
    let said = (!toelichting.is_empty()).then_some(toelichting);
    let invoer: Value = json!({"opening": opening, "oordeel": oordeel, "toelichting": said});
    let variables = Map::from_iter([("invoer".to_owned(), invoer)]);
    match visitor.ask_in::<Judged>(Work::Oversight, JUDGE, variables).await {
        Ok(_) => Ok(redirect(&format!("{PATH}?gedaan=ja"), [])),
        Err(AskError::Input(told)) => {
            let t = visitor.texts();
            for fault in told {
                faults.add(
                    "lijst",
                    t.say_with("openen.door_hub", t.say_register(&fault.reason)),
                );
            }
            page(&visitor, &asked, &fields, faults).await
        }
        Err(error) => Err(error.into()),
    }
}
