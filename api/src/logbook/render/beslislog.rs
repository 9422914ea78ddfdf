//! A. The decisions, as the Logius Authorization Decision Log has them: the fields of section Interface of the text in
//! Logius-standaarden/authorization-decision-log: the working version, which calls itself 0.0.1.
//!
//! | field | what we put there |
//! |---|---|
//! | `trace_id`, `parent_span_id` | the caller's, by W3C Trace Context |
//! | `span_id` | of the record's own |
//! | `event_name` | `adl.access_evaluations`: one question about several groups |
//! | `timestamp` | when it was decided, in milliseconds |
//! | `status` | `Unset`, also of a refusal; `Error` only when the register could not decide |
//! | `attributes.adl.core.policies` | the version of the inrichting that decided |
//! | `attributes.adl.core.information` | the version of the consent register that decided: with both, it is replayed |
//! | `body.adl.core.request`, `.response` | question and answer in the words of our AuthZEN door |
//! | `resource` | the log that it comes from |

use serde_json::{Map, Value, json};

use super::{
    Fault, Record,
    check::{Kind, check_object, may, must},
};

/// The version that is followed.
pub(super) const STANDARD: &str = "Authorization Decision Log (Logius), velden volgens werkversie 0.0.1";

pub(super) fn render(record: &Record<'_>, origin: &str) -> Option<Value> {
    // What enforcement points of others were told, too: a decision is never left out.
    if record.outcomes.is_empty() {
        return None;
    }
    let line = record.line;
    let evaluations: Vec<_> = record
        .outcomes
        .iter()
        .map(|outcome| {
            json!({"resource": {
                "type": "gegevensgroep", "id": outcome.groep,
                "properties": {"inwoner": line.inwoner, "bronhouder": line.bronhouder},
            }})
        })
        .collect();
    let decisions: Vec<_> = record
        .outcomes
        .iter()
        .map(|outcome| {
            let mut context = json!({"besluit": outcome.besluit, "reden": outcome.reden});
            if let (Some(grond), Value::Object(members)) = (&outcome.grond, &mut context) {
                members.insert("grond".to_owned(), json!(grond));
            }
            json!({"decision": outcome.is_toegestaan(), "context": context})
        })
        .collect();
    let rollen: Vec<_> = line.rollen.split_whitespace().collect();
    let mut subject = json!({
        "rollen": rollen, "gebruiker": line.gebruiker, "client": line.client, "issuer": line.issuer,
        "doelen": [line.doel],
    });
    if let (Some(team), Value::Object(members)) = (&line.team, &mut subject) {
        members.insert("team".to_owned(), json!(team));
    }
    let mut attributes = Map::new();
    if let Some(versie) = line.inrichting {
        attributes.insert(
            "adl.core.policies".to_owned(),
            json!({"schakel.inrichting": versie}),
        );
    }
    if let Some(versie) = line.registerversie {
        attributes.insert(
            "adl.core.information".to_owned(),
            json!({"schakel.register": versie}),
        );
    }
    attributes.insert(
        "schakel.log.volgnummer".to_owned(),
        json!(line.volgnummer.unwrap_or(-1)),
    );
    let mut rendered = json!({
        "trace_id": line.trace_id, "span_id": record.span_id, "event_name": "adl.access_evaluations",
        "timestamp": record.milliseconds(), "status": if record.is_undecided() { "Error" } else { "Unset" },
        "attributes": attributes,
        "resource": {"service.name": "schakel", "schakel.log": origin},
        "body": {
            "adl.core.request": {
                "subject": {"type": "partij", "id": line.partij, "properties": subject},
                "action": {"name": line.doel},
                "evaluations": evaluations,
            },
            "adl.core.response": {"evaluations": decisions},
        },
    });
    if let (Some(parent), Value::Object(members)) = (&line.span_ouder, &mut rendered) {
        members.insert("parent_span_id".to_owned(), json!(parent));
    }
    Some(rendered)
}

pub(super) fn check(line: &Value) -> Vec<Fault> {
    const EVENTS: &[&str] = &[
        "adl.access_evaluation",
        "adl.access_evaluations",
        "adl.search_subject",
        "adl.search_action",
        "adl.search_resource",
    ];
    const CORE: [&str; 5] = [
        "adl.core.request",
        "adl.core.response",
        "adl.core.policies",
        "adl.core.information",
        "adl.core.configuration",
    ];
    let mut faults = check_object(
        line,
        &[
            must("trace_id", Kind::Hex(32)),
            must("span_id", Kind::Hex(16)),
            may("parent_span_id", Kind::Hex(16)),
            must("event_name", Kind::Word(EVENTS)),
            must("timestamp", Kind::Milliseconds),
            must("status", Kind::Word(&["Unset", "Ok", "Error"])),
            may("attributes", Kind::Open),
            may("resource", Kind::Open),
            may("body", Kind::Open),
        ],
    );
    let mut fault = |path: String, why| faults.push(Fault { path, why });
    let members = |name: &str| line.get(name).and_then(Value::as_object);
    for name in members("attributes").into_iter().flat_map(Map::keys) {
        let is_ours = name.starts_with("adl.");
        if is_ours && !CORE.contains(&name.as_str()) && name != "adl.fsc.transaction_id" {
            fault(format!("attributes.{name}"), "is not in the standard");
        }
        if members("body").is_some_and(|body| body.contains_key(name)) {
            fault(format!("body.{name}"), "stands in `attributes` too");
        }
    }
    for name in members("body").into_iter().flat_map(Map::keys) {
        if !CORE.contains(&name.as_str()) {
            fault(format!("body.{name}"), "is not in the standard");
        }
    }
    let holds = |name: &str| {
        ["attributes", "body"]
            .iter()
            .any(|place| members(place).is_some_and(|found| found.contains_key(name)))
    };
    if line.get("status").and_then(Value::as_str) != Some("Error") && !holds("adl.core.response") {
        fault("body.adl.core.response".to_owned(), "is missing");
    }
    let list = |pointer: &str| {
        line.pointer(pointer)
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    };
    if line.get("event_name").and_then(Value::as_str) == Some("adl.access_evaluations")
        && list("/body/adl.core.request/evaluations") != list("/body/adl.core.response/evaluations")
    {
        fault(
            "body.adl.core.response.evaluations".to_owned(),
            "is not as long as the question",
        );
    }
    faults
}
