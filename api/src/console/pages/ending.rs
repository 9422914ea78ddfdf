//! Grants that end soon, the soonest first, and grants that are to be confirmed again.

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
    lijst: Lijst,
    regels: Vec<Regel>,
    is_first: bool,
    volgende: Option<String>,
}

/// Which of the two lists.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lijst {
    Aflopend,
    Bevestigen,
}

impl Lijst {
    const fn other(self) -> Self {
        match self {
            Self::Aflopend => Self::Bevestigen,
            Self::Bevestigen => Self::Aflopend,
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Aflopend => "/console/aflopend",
            Self::Bevestigen => "/console/bevestigen",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Aflopend => "aflopend.titel",
            Self::Bevestigen => "bevestigen.titel",
        }
    }

    const fn intro(self) -> &'static str {
        match self {
            Self::Aflopend => "aflopend.inleiding",
            Self::Bevestigen => "bevestigen.inleiding",
        }
    }

    const fn empty(self) -> &'static str {
        match self {
            Self::Aflopend => "aflopend.geen",
            Self::Bevestigen => "bevestigen.geen",
        }
    }

    const fn query(self) -> &'static str {
        match self {
            Self::Aflopend => ENDING,
            Self::Bevestigen => UNCONFIRMED,
        }
    }
}

/// What ends of one conversation, or is to be confirmed again.
struct Regel {
    path: String,
    mark: String,
    gesprek: Uuid,
    naam: String,
    laatste_dag: String,
    bevestigen_voor: Option<String>,
    nog: String,
    is_near: bool,
    ontvangers: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    lijst: Option<Page<Ending>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ending {
    inwoner: Wie,
    gesprek: Uuid,
    geldig_tot: DateTime<Utc>,
    herbevestigen_voor: Option<DateTime<Utc>>,
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
  lijst: aflopendeToestemmingen(na: $na, eerste: 20, dagen: $dagen) {
    edges { node { inwoner { id } gesprek geldigTot herbevestigenVoor toestemmingen { ontvanger { id naam soort } pakket } } }
    pageInfo { endCursor hasNextPage }
  }
}";

const UNCONFIRMED: &str = "query ConsoleBevestigen($na: String, $dagen: Int!) {
  lijst: teHerbevestigenToestemmingen(na: $na, eerste: 20, dagen: $dagen) {
    edges { node { inwoner { id } gesprek geldigTot herbevestigenVoor toestemmingen { ontvanger { id naam soort } pakket } } }
    pageInfo { endCursor hasNextPage }
  }
}";

/// Shows what ends.
pub(in super::super) async fn show(
    visitor: Visitor,
    Query(place): Query<Place>,
) -> Result<Response, Failure> {
    list(visitor, Lijst::Aflopend, place).await
}

/// Shows what is to be confirmed again.
pub(in super::super) async fn show_unconfirmed(
    visitor: Visitor,
    Query(place): Query<Place>,
) -> Result<Response, Failure> {
    list(visitor, Lijst::Bevestigen, place).await
}

async fn list(visitor: Visitor, lijst: Lijst, place: Place) -> Result<Response, Failure> {
    let na = place.na.as_deref().map_or(Value::Null, Value::from);
    let variables = Map::from_iter([("na".to_owned(), na), ("dagen".to_owned(), Value::from(DAYS))]);
    let told: Told = visitor.ask(lijst.query(), variables).await?;
    let listed = told.lijst.ok_or(Failure::Internal)?;
    let (t, now) = (visitor.texts(), visitor.now());
    let page = EndingPage {
        lijst,
        regels: listed
            .edges
            .iter()
            .map(|edge| regel(t, lijst, &edge.node, now))
            .collect(),
        is_first: place.na.is_none(),
        volgende: listed.page_info.next(),
        frame: Frame::of(&visitor, lijst.title()),
    };
    render(StatusCode::OK, &page)
}

fn regel(t: &Texts, lijst: Lijst, ending: &Ending, now: DateTime<Utc>) -> Regel {
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
    let asked = ending.herbevestigen_voor.filter(|_| lijst == Lijst::Bevestigen);
    let days = dates::days_until_last(now, asked.unwrap_or(ending.geldig_tot));
    Regel {
        path: path_of(&ending.inwoner.id),
        mark: mark_of(&ending.inwoner.id),
        gesprek: ending.gesprek,
        naam: naam_of(t, pakket),
        laatste_dag: dates::last_day(t, ending.geldig_tot),
        bevestigen_voor: asked.map(|end| dates::last_day(t, end)),
        nog: match days {
            ..0 => t.say("bevestigen.te_laat").to_owned(),
            0 => t.say("aflopend.vandaag").to_owned(),
            1 => t.say("aflopend.morgen").to_owned(),
            days => t.say_with("aflopend.dagen", days),
        },
        is_near: days <= NEAR_DAYS,
        ontvangers: ontvangers.join("; "),
    }
}
