//! A second pair of eyes: what a colleague recorded and holds nothing until another consent manager agrees.

pub(in super::super) mod decide;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    super::{
        dates,
        failure::Failure,
        page::{Frame, render},
        texts::Texts,
        visitor::Visitor,
    },
    grants::Partij,
    mark_of, path_of,
    requests::{Page, Place, Wie},
    resident::naam_of,
};
use crate::console::extract::Query;
use crate::domain::InwonerId;

const PATH: &str = "/console/tweede-akkoord";

/// Where one of them is decided on.
fn path_to(inwoner: &InwonerId, gesprek: Uuid) -> String {
    format!("{}/akkoord/{gesprek}", path_of(inwoner))
}

#[derive(Template)]
#[template(path = "console/second.html")]
struct SecondPage {
    frame: Frame,
    regels: Vec<Regel>,
    is_first: bool,
    volgende: Option<String>,
    is_stopped: bool,
}

/// What waits of one conversation.
struct Regel {
    path: String,
    inwoner: String,
    mark: String,
    gesprek: Uuid,
    naam: String,
    sinds: String,
    door: String,
    ontvangers: String,
    /// Whether a colleague must look, and not the visitor.
    is_own: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    wachtende_toestemmingen: Option<Page<Waiting>>,
}

#[derive(Deserialize)]
struct Waiting {
    inwoner: Wie,
    gesprek: Uuid,
    sinds: DateTime<Utc>,
    toestemmingen: Vec<WaitingGrant>,
}

#[derive(Deserialize)]
struct WaitingGrant {
    ontvanger: Partij,
    pakket: Option<String>,
    vastlegging: Option<Recorded>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recorded {
    door: Partij,
    door_mij: bool,
}

const WAITING: &str = "query ConsoleTweedeAkkoord($na: String) {
  wachtendeToestemmingen(na: $na, eerste: 20) {
    edges { node { inwoner { id } gesprek sinds toestemmingen { ontvanger { id naam soort } pakket
      vastlegging { door { id naam soort } doorMij } } } }
    pageInfo { endCursor hasNextPage }
  }
}";

/// Shows what waits.
pub(in super::super) async fn show(
    visitor: Visitor,
    Query(place): Query<Place>,
) -> Result<Response, Failure> {
    let na = place.na.as_deref().map_or(Value::Null, Value::from);
    let variables = Map::from_iter([("na".to_owned(), na)]);
    let told: Told = visitor.ask(WAITING, variables).await?;
    let waiting = told.wachtende_toestemmingen.ok_or(Failure::Internal)?;
    let t = visitor.texts();
    let page = SecondPage {
        regels: waiting.edges.iter().map(|edge| regel(t, &edge.node)).collect(),
        is_first: place.na.is_none(),
        volgende: waiting.page_info.next(),
        is_stopped: place.klaar.as_deref() == Some("gestopt"),
        frame: Frame::of(&visitor, "tweede.titel"),
    };
    render(StatusCode::OK, &page)
}

fn regel(t: &Texts, waiting: &Waiting) -> Regel {
    let mut ontvangers: Vec<&str> = Vec::new();
    for grant in &waiting.toestemmingen {
        if !ontvangers.contains(&grant.ontvanger.naam.as_str()) {
            ontvangers.push(&grant.ontvanger.naam);
        }
    }
    let first = waiting.toestemmingen.first();
    let recorded = first.and_then(|grant| grant.vastlegging.as_ref());
    Regel {
        path: path_to(&waiting.inwoner.id, waiting.gesprek),
        inwoner: path_of(&waiting.inwoner.id),
        mark: mark_of(&waiting.inwoner.id),
        gesprek: waiting.gesprek,
        naam: naam_of(t, first.and_then(|grant| grant.pakket.as_deref())),
        sinds: dates::day_and_time(t, waiting.sinds),
        door: recorded.map_or_else(String::new, |recorded| recorded.door.naam.clone()),
        ontvangers: ontvangers.join("; "),
        is_own: recorded.is_some_and(|recorded| recorded.door_mij),
    }
}
