//! B. What was done with data of a person, as the Logius standard Logboek dataverwerkingen has it: one line per data
//! subject, who stands there under a pseudonym, and no employee.
//!
//! The fields are those of section 3 (Component Logboek, Interface) of the text in Logius-standaarden/logboek-dataverwerkingen:
//! the working version, which calls itself 0.8.0 (2024-12-13). The text of 1.0 was not within our reach: who has it compares
//! the names with these.
//!
//! | field | what we put there |
//! |---|---|
//! | `trace_id`, `parent_span_id` | the caller's, by W3C Trace Context |
//! | `span_id` | of the record's own: one per data subject |
//! | `status` | `Unset`; `Error` when the register or the source could not be reached |
//! | `name` | what was done, for people |
//! | `start_time`, `end_time` | the moment of the decision, in milliseconds: the record is written before the answer |
//! | `resource.attributes` | the log that it comes from |
//! | `attributes.dpl.core.processing_activity_id` | the purpose, as a URI |
//! | `attributes.dpl.core.data_subject_id`, `_type` | the hub's id: a keyed hash that only the register's key leads back |
//! | `attributes.dpl.core.foreign_operation.processor` | who vouched for the caller, where a trace was passed on |

use serde_json::{Map, Value, json};

use super::{
    Fault, Record,
    check::{Kind, Member, check_object, may, must},
    record::Outcome,
};
use crate::domain::Reden;

/// The version that is followed.
pub(super) const STANDARD: &str = "Logboek dataverwerkingen (Logius), velden volgens werkversie 0.8.0";

pub(super) const SUBJECT_TYPE: &str = "urn:schakel:inwoner";

pub(super) fn render(record: &Record<'_>, origin: &str) -> Option<Value> {
    let line = record.line;
    if line.inwoner.is_empty() {
        return None;
    }
    let mut attributes = Map::new();
    let mut add = |name: &str, value: String| attributes.insert(name.to_owned(), json!(value));
    add("dpl.core.processing_activity_id", activity(&line.doel));
    add("dpl.core.data_subject_id", line.inwoner.clone());
    add("dpl.core.data_subject_id_type", SUBJECT_TYPE.to_owned());
    if line.span_ouder.is_some() {
        add("dpl.core.foreign_operation.processor", processor(&line.issuer));
    }
    let mut rendered = json!({
        "trace_id": line.trace_id, "span_id": record.span_id, "status": status(record), "name": name(record),
        "start_time": record.milliseconds(), "end_time": record.milliseconds(),
        "resource": {"attributes": {"service.name": "schakel", "schakel.log": origin}},
        "attributes": attributes,
    });
    if let (Some(parent), Value::Object(members)) = (&line.span_ouder, &mut rendered) {
        members.insert("parent_span_id".to_owned(), json!(parent));
    }
    Some(rendered)
}

/// Who passed the trace on, as a URI; most issuers are one.
fn processor(issuer: &str) -> String {
    if super::check::is_uri(issuer) {
        issuer.to_owned()
    } else {
        format!("urn:schakel:uitgever:{}", issuer.replace(' ', "_"))
    }
}

/// The processing activity of a purpose.
pub(super) fn activity(doel: &str) -> String {
    format!("urn:schakel:verwerkingsactiviteit:{doel}")
}

pub(super) fn status(record: &Record<'_>) -> &'static str {
    let failed = [Reden::RegisterNietBereikbaar, Reden::BronNietBereikbaar].map(Reden::word);
    let has_failed = record
        .outcomes
        .iter()
        .any(|outcome| failed.contains(&outcome.reden.as_str()));
    if has_failed { "Error" } else { "Unset" }
}

/// What was done, in words.
pub(super) fn name(record: &Record<'_>) -> String {
    if !record.is_disclosure() {
        return record.line.handeling.to_lowercase().replace('_', " ");
    }
    let is_told = record.outcomes.iter().any(Outcome::is_toegestaan);
    let words = if is_told {
        "gegevens verstrekt"
    } else {
        "verstrekking geweigerd"
    };
    words.to_owned()
}

const RESOURCE: &[Member] = &[may("attributes", Kind::Open)];

/// No others: a member that names an employee would be one.
const ATTRIBUTES: &[Member] = &[
    must("dpl.core.processing_activity_id", Kind::Uri),
    must("dpl.core.data_subject_id", Kind::Text),
    must("dpl.core.data_subject_id_type", Kind::Text),
    may("dpl.core.foreign_operation.processor", Kind::Uri),
];

pub(super) fn check(line: &Value) -> Vec<Fault> {
    check_object(
        line,
        &[
            must("trace_id", Kind::Hex(32)),
            must("span_id", Kind::Hex(16)),
            must("status", Kind::Word(&["Unset", "Ok", "Error"])),
            must("name", Kind::Text),
            must("start_time", Kind::Milliseconds),
            must("end_time", Kind::Milliseconds),
            may("parent_span_id", Kind::Hex(16)),
            may("resource", Kind::Object(RESOURCE)),
            must("attributes", Kind::Object(ATTRIBUTES)),
        ],
    )
}
