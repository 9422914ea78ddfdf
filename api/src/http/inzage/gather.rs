use std::{collections::BTreeSet, sync::Arc};

use chrono::{DateTime, Utc};
use futures::future::join_all;
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::{
    domain::InwonerId,
    federation::{GraphqlRequest, Hub},
    request::{NietGedeeld, RequestContext},
};

/// The fields of `Verstrekkingen`, one per subgraph that keeps a log.
const LOGBOEKEN: [&str; 5] = ["toestemming", "traject", "srw", "buurtteam", "signalen"];

/// A hundred lines each: more are nobody's.
const MOST_PAGES: usize = 200;

/// All that the logs say about a resident, in order of time. Each line has the id and the log by which its owner finds
/// it, and by which a proof that it stands there can be asked.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Gathered {
    /// What kind of file this is.
    pub soort: &'static str,
    /// The version of its form.
    pub versie: u8,
    /// The resident, by the id that was asked.
    pub inwoner: InwonerId,
    /// When it was made (UTC).
    pub gemaakt_op: DateTime<Utc>,
    /// The logs that couldn't be read whole, with the reason: what they hold is missing here.
    pub ontbreekt: Vec<Ontbreekt>,
    /// The signed checkpoints under which the proofs hold, per log.
    pub controlepunten: Vec<Controlepunt>,
    /// The lines, as the API tells them, each with its `logboek`, and with the proof (`bewijs`) that it stands there; null
    /// of a line that no checkpoint covers yet. `schakel log verify --inzage` checks them.
    pub regels: Vec<Value>,
}

/// A log that couldn't be read whole.
#[derive(Debug, Serialize)]
pub(super) struct Ontbreekt {
    pub logboek: &'static str,
    pub code: String,
}

/// A signed checkpoint of a log.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Controlepunt {
    pub logboek: &'static str,
    pub nota: String,
}

/// The caller may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    Rol,
    Doel,
}

/// Reads all five logs through the hub, each by its pages.
pub(super) async fn gather(
    hub: &Hub,
    context: &Arc<RequestContext>,
    inwoner: &InwonerId,
    op: DateTime<Utc>,
) -> Result<Gathered, Refused> {
    let read = join_all(LOGBOEKEN.map(|logboek| read(hub, context, inwoner, logboek))).await;
    let mut gathered = Gathered {
        soort: "schakel-inzage",
        versie: 3,
        inwoner: inwoner.clone(),
        gemaakt_op: op,
        ontbreekt: Vec::new(),
        controlepunten: Vec::new(),
        regels: Vec::new(),
    };
    for (logboek, (lines, notes, missing)) in LOGBOEKEN.into_iter().zip(read) {
        let of_log = notes.into_iter().map(|nota| Controlepunt { logboek, nota });
        gathered.controlepunten.extend(of_log);
        match missing.as_deref() {
            Some("ROL_NIET_BEVOEGD") => return Err(Refused::Rol),
            Some("DOEL_NIET_GEDEKT") => return Err(Refused::Doel),
            Some(code) => gathered.ontbreekt.push(Ontbreekt {
                logboek,
                code: code.to_owned(),
            }),
            None => {}
        }
        gathered.regels.extend(lines);
    }
    gathered.regels.sort_by_cached_key(moment);
    Ok(gathered)
}

fn moment(line: &Value) -> (Option<DateTime<Utc>>, String) {
    let text = |name: &str| line.get(name).and_then(Value::as_str).unwrap_or_default();
    (text("op").parse().ok(), text("id").to_owned())
}

/// The lines of one log, the checkpoints that prove them, and why there aren't more.
async fn read(
    hub: &Hub,
    context: &Arc<RequestContext>,
    inwoner: &InwonerId,
    logboek: &str,
) -> (Vec<Value>, BTreeSet<String>, Option<String>) {
    let (mut lines, mut notes) = (Vec::new(), BTreeSet::new());
    let mut after = Value::Null;
    for _ in 0..MOST_PAGES {
        let variables = Map::from_iter([
            ("inwoner".to_owned(), json!(inwoner.as_str())),
            ("na".to_owned(), after),
        ]);
        let request = GraphqlRequest {
            query: query(logboek),
            operation_name: None,
            variables: Some(variables),
        };
        let answer = hub.answer(request, Arc::clone(context)).await;
        let answer = answer
            .into_json(NietGedeeld::Fouten)
            .into_json()
            .unwrap_or_default();
        let page = answer.pointer(&format!("/data/verstrekkingen/{logboek}"));
        let Some(page) = page.filter(|page| page.is_object()) else {
            let code = answer.pointer("/errors/0/extensions/code");
            let code = code.and_then(Value::as_str).unwrap_or("INTERNE_FOUT");
            return (lines, notes, Some(code.to_owned()));
        };
        let note = page.get("controlepunt").and_then(Value::as_str);
        notes.extend(note.map(str::to_owned));
        let edges = page.get("edges").and_then(Value::as_array);
        lines.extend(edges.into_iter().flatten().filter_map(|edge| told(edge, logboek)));
        if page.pointer("/pageInfo/hasNextPage") != Some(&Value::Bool(true)) {
            return (lines, notes, None);
        }
        after = page.pointer("/pageInfo/endCursor").cloned().unwrap_or_default();
    }
    (lines, notes, Some("TE_VEEL_REGELS".to_owned()))
}

fn told(edge: &Value, logboek: &str) -> Option<Value> {
    let mut line = edge.get("node")?.as_object()?.clone();
    line.insert("logboek".to_owned(), json!(logboek));
    Some(Value::Object(line))
}

fn query(logboek: &str) -> String {
    format!(
        "query Inzage($inwoner: ID!, $na: String) {{
            verstrekkingen(inwoner: $inwoner) {{ {logboek}(na: $na, eerste: 100) {{
                edges {{ node {{
                    id op handeling bronhouder {{ id naam }} partij {{ id naam }} rollen doel
                    groepen {{ groep reden toestemming grond wet besluit }} nietGedeeld registerversie
                    bewijs {{
                        volgnummer omvang rollen doel client issuer inrichting toelichting inwoner zout overig pad
                    }}
                }} }}
                controlepunt
                pageInfo {{ endCursor hasNextPage }}
            }} }}
        }}"
    )
}
