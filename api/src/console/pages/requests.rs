//! What parties ask residents to consent to, the oldest first.

use askama::Template;
use axum::{http::StatusCode, response::Response};
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
        work::Work,
    },
    grants::Partij,
    mark_of,
    opened::OpenedBron,
    path_of,
};
use crate::console::extract::Query;
use crate::domain::{Doel, Gegevensgroep, InwonerId};

/// A request that waits for an answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Verzoek {
    pub(super) id: Uuid,
    pub(super) inwoner: Wie,
    pub(super) vrager: Partij,
    pub(super) delen: Vec<VerzoekDeel>,
    pub(super) doel: Doel,
    pub(super) waarom: String,
    gevraagd_op: chrono::DateTime<chrono::Utc>,
    dagen_open: i64,
}

/// A resident.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Wie {
    pub(super) id: InwonerId,
}

/// What is asked of one owner.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct VerzoekDeel {
    pub(super) bronhouder: Partij,
    pub(super) groepen: Vec<Gegevensgroep>,
}

/// A list of which the rest is a page further on.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Page<T> {
    pub(super) edges: Vec<Edge<T>>,
    pub(super) page_info: PageInfo,
}

/// One of them.
#[derive(Debug, Deserialize)]
pub(super) struct Edge<T> {
    pub(super) node: T,
}

/// Where a page ends.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PageInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

impl PageInfo {
    /// Where the next page begins.
    pub(super) fn next(self) -> Option<String> {
        self.end_cursor.filter(|_| self.has_next_page)
    }
}

#[derive(Deserialize)]
struct Asked {
    toestemmingsverzoeken: Option<Page<Verzoek>>,
}

const REQUESTS: &str = "query ConsoleVerzoeken($inwoner: ID, $na: String) {
  toestemmingsverzoeken(inwoner: $inwoner, na: $na, eerste: 20) {
    edges { node { id inwoner { id } vrager { id naam soort } delen { bronhouder { id naam soort } groepen } doel waarom
      gevraagdOp dagenOpen } }
    pageInfo { endCursor hasNextPage }
  }
}";

async fn ask(
    visitor: &Visitor,
    inwoner: Option<&InwonerId>,
    na: Option<&str>,
) -> Result<Page<Verzoek>, Failure> {
    let variables = Map::from_iter([
        (
            "inwoner".to_owned(),
            inwoner.map_or(Value::Null, |inwoner| Value::from(inwoner.as_str())),
        ),
        ("na".to_owned(), na.map_or(Value::Null, Value::from)),
    ]);
    let told: Asked = visitor.ask(REQUESTS, variables).await?;
    told.toestemmingsverzoeken.ok_or(Failure::Internal)
}

/// What waits for an answer of this resident.
pub(super) async fn of_inwoner(visitor: &Visitor, inwoner: &InwonerId) -> Result<Vec<Verzoek>, Failure> {
    let (mut all, mut na) = (Vec::new(), None);
    loop {
        let page = ask(visitor, Some(inwoner), na.as_deref()).await?;
        all.extend(page.edges.into_iter().map(|edge| edge.node));
        na = page.page_info.next();
        if na.is_none() {
            return Ok(all);
        }
    }
}

/// One of them, as long as nobody answered it.
pub(super) async fn find(
    visitor: &Visitor,
    inwoner: &InwonerId,
    id: Uuid,
) -> Result<Option<Verzoek>, Failure> {
    let all = of_inwoner(visitor, inwoner).await?;
    Ok(all.into_iter().find(|verzoek| verzoek.id == id))
}

/// A request as the pages show it.
pub(super) struct ShownRequest {
    pub(super) id: Uuid,
    pub(super) path: String,
    pub(super) mark: String,
    pub(super) vrager: String,
    pub(super) waarom: String,
    pub(super) doel: String,
    pub(super) sinds: String,
    pub(super) wacht: String,
    pub(super) bronnen: Vec<OpenedBron>,
}

impl ShownRequest {
    pub(super) fn of(t: &Texts, verzoek: &Verzoek) -> Self {
        let bron = |deel: &VerzoekDeel| OpenedBron::named(t, &deel.bronhouder, &deel.groepen);
        Self {
            id: verzoek.id,
            path: path_of(&verzoek.inwoner.id),
            mark: mark_of(&verzoek.inwoner.id),
            vrager: verzoek.vrager.naam.clone(),
            waarom: verzoek.waarom.clone(),
            doel: t.say_of("doel", verzoek.doel.word()).to_owned(),
            sinds: dates::day(t, verzoek.gevraagd_op),
            wacht: match verzoek.dagen_open {
                0 => t.say("verzoeken.vandaag").to_owned(),
                1 => t.say("verzoeken.een_dag").to_owned(),
                days => t.say_with("verzoeken.dagen", days),
            },
            bronnen: verzoek.delen.iter().map(bron).collect(),
        }
    }
}

#[derive(Template)]
#[template(path = "console/requests.html")]
struct RequestsPage {
    frame: Frame,
    verzoeken: Vec<ShownRequest>,
    is_first: bool,
    volgende: Option<String>,
    is_refused: bool,
    /// Whether what waits for a second consent manager is theirs to see too.
    is_manager: bool,
}

/// Where a list goes on, and what was just done.
#[derive(Debug, Default, Deserialize)]
pub(in super::super) struct Place {
    pub(super) na: Option<String>,
    pub(super) klaar: Option<String>,
}

/// Shows what waits.
pub(in super::super) async fn show(
    visitor: Visitor,
    Query(place): Query<Place>,
) -> Result<Response, Failure> {
    let waiting = ask(&visitor, None, place.na.as_deref()).await?;
    let t = visitor.texts();
    let page = RequestsPage {
        verzoeken: waiting
            .edges
            .iter()
            .map(|edge| ShownRequest::of(t, &edge.node))
            .collect(),
        is_first: place.na.is_none(),
        volgende: waiting.page_info.next(),
        is_manager: visitor.does(Work::Consent),
        is_refused: place.klaar.as_deref() == Some("weigering"),
        frame: Frame::of(&visitor, "verzoeken.titel"),
    };
    render(StatusCode::OK, &page)
}
