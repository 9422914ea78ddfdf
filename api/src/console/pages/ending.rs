//! Grants that end soon, the soonest first.

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

#[derive(Template)]
#[template(path = "console/ending.html")]
struct EndingPage {
    frame: Frame,
    regels: Vec<Regel>,
    is_first: bool,
    volgende: Option<String>,
}

/// What ends of one conversation.
struct Regel {
    path: String,
    mark: String,
    gesprek: Uuid,
    naam: String,
    laatste_dag: String,
    nog: String,
    is_near: bool,
    ontvangers: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    aflopende_toestemmingen: Option<Page<Ending>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ending {
    inwoner: Wie,
    gesprek: Uuid,
    geldig_tot: DateTime<Utc>,
    toestemmingen: Vec<EndingGrant>,
}

#[derive(Deserialize)]
struct EndingGrant {
    ontvanger: Partij,
    pakket: Option<String>,
}

/// So many days ahead; and from so few days on it is near.
const DAYS: i64 = 60;
const NEAR_DAYS: i64 = 14;

const ENDING: &str = "query ConsoleAflopend($na: String, $dagen: Int!) {
  aflopendeToestemmingen(na: $na, eerste: 20, dagen: $dagen) {
    edges { node { inwoner { id } gesprek geldigTot toestemmingen { ontvanger { id naam soort } pakket } } }
    pageInfo { endCursor hasNextPage }
  }
}";

/// Shows them.
pub(in super::super) async fn show(
    visitor: Visitor,
    Query(place): Query<Place>,
) -> Result<Response, Failure> {
    let na = place.na.as_deref().map_or(Value::Null, Value::from);
    let variables = Map::from_iter([("na".to_owned(), na), ("dagen".to_owned(), Value::from(DAYS))]);
    let told: Told = visitor.ask(ENDING, variables).await?;
    let ending = told.aflopende_toestemmingen.ok_or(Failure::Internal)?;
    let (t, now) = (visitor.texts(), visitor.now());
    let page = EndingPage {
        regels: ending
            .edges
            .iter()
            .map(|edge| regel(t, &edge.node, now))
            .collect(),
        is_first: place.na.is_none(),
        volgende: ending.page_info.next(),
        frame: Frame::of(&visitor, "aflopend.titel"),
    };
    render(StatusCode::OK, &page)
}

fn regel(t: &Texts, ending: &Ending, now: DateTime<Utc>) -> Regel {
    let mut ontvangers: Vec<&str> = Vec::new();
    for grant in &ending.toestemmingen {
        if !ontvangers.contains(&grant.ontvanger.naam.as_str()) {
            ontvangers.push(&grant.ontvanger.naam);
        }
    }
    let pakket = ending
        .toestemmingen
        .first()
        .and_then(|grant| grant.pakket.as_deref());
    let days = dates::days_until_last(now, ending.geldig_tot);
    Regel {
        path: path_of(&ending.inwoner.id),
        mark: mark_of(&ending.inwoner.id),
        gesprek: ending.gesprek,
        naam: naam_of(t, pakket),
        laatste_dag: dates::last_day(t, ending.geldig_tot),
        nog: match days {
            0 => t.say("aflopend.vandaag").to_owned(),
            1 => t.say("aflopend.morgen").to_owned(),
            days => t.say_with("aflopend.dagen", days),
        },
        is_near: days <= NEAR_DAYS,
        ontvangers: ontvangers.join("; "),
    }
}
