//! C. Who saw what in which role, with the fields of NEN 7513:2024, named as the Logius extension of the Logboek
//! dataverwerkingen for that norm names them (its version 0.0.1, a concept: it is the only public naming). Names
//! of groups, never values.
//!
//! | field | what we put there |
//! |---|---|
//! | `dpl.nen7513.eventTypeCode` | what was done |
//! | `users[0]` | the user: `userID`, `roleIDCode`, `purposeOfUse`; `networkAccessPointID` is the application |
//! | `users[1]` | the party on whose behalf the user acts |
//! | `participants[0]` | the resident (type 1, person; role 1, whom it is about) |
//! | `participantSegments` | per gegevensgroep (type 2, object; role 4, other): its name, what was decided, on which ground |
//! | `autorisatieProtocol` | the version of the inrichting |
//! | `toestemmingsProfiel` | the version of the register, and the grants that were used |
//! | `resource.attributes.nen7513.*` | the owner whose record it is, and the log |

use serde_json::{Map, Value, json};

use super::{
    Fault, Record,
    check::{Kind, Member, check_object, may, must},
    dataverwerkingen::{SUBJECT_TYPE, activity, name, status},
};
use crate::domain::Reden;

/// The version that is followed.
pub(super) const STANDARD: &str =
    "NEN 7513:2024, velden volgens Logboek dataverwerkingen extensie NEN 7513 0.0.1 (Logius)";

pub(super) fn render(record: &Record<'_>, origin: &str) -> Option<Value> {
    let line = record.line;
    // What nobody did but the configuration has no user.
    if line.partij.is_empty() {
        return None;
    }
    let mut attributes = Map::new();
    let mut add = |name: &str, value: Value| attributes.insert(name.to_owned(), value);
    add("dpl.core.processing_activity_id", json!(activity(&line.doel)));
    if !line.inwoner.is_empty() {
        add("dpl.core.data_subject_id", json!(line.inwoner));
        add("dpl.core.data_subject_id_type", json!(SUBJECT_TYPE));
        add(
            "dpl.nen7513.participants",
            json!([{
                "participantObjectTypeCode": 1, "participantObjectTypeCodeRole": 1,
                "participantObjectIDTypeCode": SUBJECT_TYPE, "participantObjectID": line.inwoner,
            }]),
        );
    }
    add("dpl.nen7513.eventTypeCode", json!(line.handeling));
    add("dpl.nen7513.users", users(record));
    add("dpl.nen7513.participantSegments", segments(record));
    if let Some(versie) = line.inrichting {
        add(
            "dpl.nen7513.autorisatieProtocol",
            json!(format!("inrichting {versie}")),
        );
    }
    if let Some(profile) = consent(record) {
        add("dpl.nen7513.toestemmingsProfiel", profile);
    }
    if let Some(what) = &line.toelichting {
        add("dpl.nen7513.controles", json!(what));
    }
    let site = if line.bronhouder.is_empty() {
        origin
    } else {
        &line.bronhouder
    };
    let mut rendered = json!({
        "trace_id": line.trace_id, "span_id": record.span_id, "status": status(record), "name": name(record),
        "start_time": record.milliseconds(), "end_time": record.milliseconds(),
        "resource": {"attributes": {
            "nen7513.AuditEnterpriseSiteID": site, "nen7513.AuditSourceId": origin,
            "nen7513.AuditSourceTypeCode": "schakel",
        }},
        "attributes": attributes,
    });
    if let (Some(parent), Value::Object(members)) = (&line.span_ouder, &mut rendered) {
        members.insert("parent_span_id".to_owned(), json!(parent));
    }
    Some(rendered)
}

/// Who asked, and on whose behalf.
fn users(record: &Record<'_>) -> Value {
    let line = record.line;
    json!([
        {
            "userID": line.gebruiker, "userIsRequestor": true, "roleIDCode": line.rollen,
            "purposeOfUse": line.doel, "networkAccessPointID": line.client,
        },
        {"userID": line.partij, "userIsRequestor": false},
    ])
}

fn segments(record: &Record<'_>) -> Value {
    record
        .outcomes
        .iter()
        .map(|outcome| {
            let mut segment = json!({
                "participantObjectTypeCode": 2, "participantObjectTypeCodeRole": 4,
                "participantObjectIDTypeCode": "urn:schakel:gegevensgroep",
                "participantObjectID": outcome.groep, "participantObjectDetail": outcome.reden,
            });
            if let (Some(grond), Value::Object(members)) = (&outcome.grond, &mut segment) {
                members.insert("participantObjectPermissionPolicySet".to_owned(), json!(grond));
            }
            segment
        })
        .collect()
}

/// The grants that were used, on which version of the register; `None` where no consent was used.
fn consent(record: &Record<'_>) -> Option<Value> {
    let used = |outcome: &&super::record::Outcome| outcome.reden == Reden::ToegestaanToestemming.word();
    let mut grants: Vec<_> = record
        .outcomes
        .iter()
        .filter(used)
        .filter_map(|outcome| outcome.grond.as_deref())
        .collect();
    grants.sort_unstable();
    grants.dedup();
    let versie = record.line.registerversie?;
    (!grants.is_empty()).then(|| json!(format!("registerversie {versie}: {}", grants.join(" "))))
}

const USER: &[Member] = &[
    must("userID", Kind::Text),
    may("alternateUserID", Kind::Text),
    may("userName", Kind::Text),
    must("userIsRequestor", Kind::Boolean),
    may("roleIDCode", Kind::Text),
    may("purposeOfUse", Kind::Text),
    may("networkAccessPointTypeCode", Kind::Number),
    may("networkAccessPointID", Kind::Text),
];

/// Without `participantObjectName`, `participantObjectDescription` and `participantObjectSensitivity`: those of the
/// norm that would hold names or values.
const PARTICIPANT: &[Member] = &[
    must("participantObjectTypeCode", Kind::Number),
    must("participantObjectTypeCodeRole", Kind::Number),
    may("participantObjectDataLifeCycle", Kind::Number),
    must("participantObjectIDTypeCode", Kind::Text),
    may("participantObjectPermissionPolicySet", Kind::Text),
    must("participantObjectID", Kind::Text),
    may("participantObjectDetail", Kind::Text),
];

const RESOURCE: &[Member] = &[must("attributes", Kind::Object(SOURCE))];

const SOURCE: &[Member] = &[
    must("nen7513.AuditEnterpriseSiteID", Kind::Text),
    must("nen7513.AuditSourceId", Kind::Text),
    must("nen7513.AuditSourceTypeCode", Kind::Text),
];

const ATTRIBUTES: &[Member] = &[
    must("dpl.core.processing_activity_id", Kind::Uri),
    may("dpl.core.data_subject_id", Kind::Text),
    may("dpl.core.data_subject_id_type", Kind::Text),
    must("dpl.nen7513.eventTypeCode", Kind::Text),
    must("dpl.nen7513.users", Kind::List(USER)),
    may("dpl.nen7513.participants", Kind::List(PARTICIPANT)),
    must("dpl.nen7513.participantSegments", Kind::List(PARTICIPANT)),
    may("dpl.nen7513.autorisatieProtocol", Kind::Text),
    may("dpl.nen7513.behandelrelatieProtocol", Kind::Text),
    may("dpl.nen7513.toestemmingsProfiel", Kind::Text),
    may("dpl.nen7513.controles", Kind::Text),
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
            must("resource", Kind::Object(RESOURCE)),
            must("attributes", Kind::Object(ATTRIBUTES)),
        ],
    )
}
