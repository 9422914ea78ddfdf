//! What the logs of all owners tell, read to their ends.

use chrono::{DateTime, Utc};
use futures::future::join_all;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::super::{failure::Failure, visitor::Visitor, work::Work};
use crate::domain::{Doel, Gegevensgroep, Handeling, InwonerId, PartijId, Reden, Rol};

/// The fields of `Verstrekkingen` and `InzagenDoor`: one per subgraph that keeps a log.
const LOGBOEKEN: [&str; 5] = ["toestemming", "traject", "srw", "buurtteam", "signalen"];

/// So many lines are asked at once.
const PAGE: usize = 100;

/// What is asked of the logs.
#[derive(Clone, Debug)]
pub(super) enum Question {
    /// Who saw what of a resident.
    Inwoner(InwonerId),
    /// What a party saw in a time (from, until).
    Partij(PartijId, DateTime<Utc>, DateTime<Utc>),
}

/// All lines, and the logs that couldn't be read whole.
pub(super) struct Lines {
    /// The lines, the latest first.
    pub(super) all: Vec<Line>,
    /// The logs that are missing, or are not there to their ends.
    pub(super) missing: Vec<&'static str>,
    /// Whether a log has more lines than are read at once.
    pub(super) is_too_much: bool,
}

/// How far a log was read.
enum End {
    /// To its end.
    Whole,
    /// Not to its end: there is more than is read at once.
    TooMuch,
    /// It couldn't be read.
    Unreachable,
}

/// A line of a log.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line {
    pub(super) op: DateTime<Utc>,
    pub(super) inwoner: InwonerId,
    pub(super) handeling: Handeling,
    pub(super) bronhouder: LogPartij,
    pub(super) partij: LogPartij,
    pub(super) rollen: Vec<Rol>,
    pub(super) doel: Option<Doel>,
    pub(super) groepen: Vec<Group>,
    pub(super) niet_gedeeld: Vec<Gegevensgroep>,
}

/// A party as a log names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub(super) struct LogPartij {
    pub(super) id: String,
    pub(super) naam: String,
}

/// A group that might be seen, and why.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Group {
    pub(super) groep: Gegevensgroep,
    pub(super) reden: Reden,
    pub(super) wet: Option<String>,
}

#[derive(Deserialize)]
struct Told {
    log: Option<Log>,
}

#[derive(Deserialize)]
struct Log {
    page: Option<Page>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    edges: Vec<Edge>,
    page_info: PageInfo,
}

#[derive(Deserialize)]
struct Edge {
    node: Line,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

const NODE: &str = "edges { node { op inwoner handeling bronhouder { id naam } partij { id naam } rollen doel
    groepen { groep reden wet } nietGedeeld } } pageInfo { endCursor hasNextPage }";

impl Question {
    fn document(&self, logboek: &str) -> String {
        let (variables, root) = match self {
            Self::Inwoner(_) => ("$inwoner: ID!", "verstrekkingen(inwoner: $inwoner)"),
            Self::Partij(..) => (
                "$partij: ID!, $van: DateTime!, $tot: DateTime!",
                "inzagenDoor(partij: $partij, van: $van, tot: $tot)",
            ),
        };
        format!(
            "query ConsoleLogboek({variables}, $na: String) \
             {{ log: {root} {{ page: {logboek}(na: $na, eerste: {PAGE}) {{ {NODE} }} }} }}"
        )
    }

    fn variables(&self, after: Option<String>) -> Map<String, Value> {
        let named = match self {
            Self::Inwoner(inwoner) => vec![("inwoner", json!(inwoner))],
            Self::Partij(partij, van, tot) => {
                vec![
                    ("partij", json!(partij)),
                    ("van", json!(van)),
                    ("tot", json!(tot)),
                ]
            }
        };
        let named = named.into_iter().chain([("na", json!(after))]);
        named.map(|(name, value)| (name.to_owned(), value)).collect()
    }
}

/// Reads all five logs.
pub(super) async fn read(visitor: &Visitor, work: Work, question: &Question) -> Result<Lines, Failure> {
    let mut lines = Lines {
        all: Vec::new(),
        missing: Vec::new(),
        is_too_much: false,
    };
    let read = join_all(LOGBOEKEN.map(|logboek| read_one(visitor, work, question, logboek))).await;
    for (logboek, read) in LOGBOEKEN.into_iter().zip(read) {
        let (some, end) = read?;
        lines.all.extend(some);
        if !matches!(end, End::Whole) {
            lines.missing.push(logboek);
        }
        lines.is_too_much |= matches!(end, End::TooMuch);
    }
    lines.all.sort_by_key(|line| std::cmp::Reverse(line.op));
    Ok(lines)
}

/// The lines of one log, and how far they go. Who may not read it is refused the whole.
async fn read_one(
    visitor: &Visitor,
    work: Work,
    question: &Question,
    logboek: &str,
) -> Result<(Vec<Line>, End), Failure> {
    let document = question.document(logboek);
    let (mut lines, mut after) = (Vec::new(), None);
    for _ in 0..visitor.most_lines().div_ceil(PAGE) {
        let answer = visitor
            .ask_partly::<Told>(work, &document, question.variables(after))
            .await?;
        let codes = answer.failed.iter().map(|(_, code)| code);
        if let Some(code) = codes.into_iter().find(|code| is_refusal(code)) {
            return Err(Failure::Refused(code.clone()));
        }
        let Some(page) = answer.told.log.and_then(|log| log.page) else {
            return Ok((lines, End::Unreachable));
        };
        lines.extend(page.edges.into_iter().map(|edge| edge.node));
        if !page.page_info.has_next_page {
            return Ok((lines, End::Whole));
        }
        after = page.page_info.end_cursor;
    }
    Ok((lines, End::TooMuch))
}

fn is_refusal(code: &str) -> bool {
    matches!(
        code,
        "ROL_NIET_BEVOEGD" | "DOEL_NIET_GEDEKT" | "PARTIJ_NIET_BEVOEGD"
    )
}
