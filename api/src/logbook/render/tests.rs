//! Each form of one record, its validator, and what must never stand in it.

use chrono::DateTime;
use schakel_entity::logboek::verstrekking;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Form, to_otlp};
use crate::register::wire::WireSubject;

const FORMS: [Form; 3] = [Form::Beslislog, Form::Dataverwerkingen, Form::Toegangslog];

fn line() -> verstrekking::Model {
    verstrekking::Model {
        id: Uuid::parse_str("0197c1a0-0000-7abc-8def-0123456789ab").unwrap(),
        op: DateTime::parse_from_rfc3339("2026-07-01T12:00:00.123456Z")
            .unwrap()
            .to_utc(),
        trace_id: "0af7651916cd43dd8448eb211c80319c".to_owned(),
        operatie: Uuid::nil(),
        inwoner: "INWONERID".to_owned(),
        bronhouder: "u-centraal".to_owned(),
        partij: "incluzio".to_owned(),
        gebruiker: "medewerker-1".to_owned(),
        rollen: "BUURTTEAMMEDEWERKER".to_owned(),
        client: "app".to_owned(),
        issuer: "https://incluzio.example".to_owned(),
        doel: "AFSTEMMING_TRAJECT".to_owned(),
        registerversie: Some(3),
        inrichting: Some(1),
        uitkomsten: json!([
            {"groep": "SRW_STATUS", "reden": "TOEGESTAAN_TOESTEMMING", "besluit": "b-1", "grond": "t-1"},
            {"groep": "SRW_INHOUD", "reden": "GEEN_TOESTEMMING", "besluit": "b-2"},
        ])
        .to_string(),
        handeling: "VERSTREKKEN".to_owned(),
        team: Some("Overvecht".to_owned()),
        toelichting: None,
        span_ouder: Some("b7ad6b7169203331".to_owned()),
        volgnummer: Some(4),
        zout: None,
        verbintenis: None,
        blad: None,
        gewist_op: None,
    }
}

fn rendered(form: Form, line: &verstrekking::Model) -> Value {
    form.render(line, "utrecht.example/srw").unwrap().unwrap()
}

#[test]
fn the_decision_log_tells_what_it_takes_to_replay() {
    let told = rendered(Form::Beslislog, &line());
    assert_eq!(told["event_name"], "adl.access_evaluations");
    assert_eq!(told["status"], "Unset", "a denial is no error");
    assert_eq!(
        (&told["span_id"], &told["parent_span_id"]),
        (&json!("8def0123456789ab"), &json!("b7ad6b7169203331"))
    );
    assert_eq!(told["timestamp"], 1_782_907_200_123_i64);
    assert_eq!(
        told["attributes"]["adl.core.policies"],
        json!({"schakel.inrichting": 1})
    );
    assert_eq!(
        told["attributes"]["adl.core.information"],
        json!({"schakel.register": 3})
    );
    let asked = |name: &str| told["body"]["adl.core.request"][name].clone();
    let subject: WireSubject = serde_json::from_value(asked("subject")).unwrap();
    let subject = subject.into_subject(serde_json::from_value(asked("action")).unwrap());
    assert_eq!(
        subject.team.as_deref(),
        Some("Overvecht"),
        "by which some parties decide"
    );
    let decisions = &told["body"]["adl.core.response"]["evaluations"];
    assert_eq!(
        (&decisions[0]["decision"], &decisions[1]["decision"]),
        (&json!(true), &json!(false))
    );
    let mut of_others = line();
    of_others.handeling = "TOEGANG_BEKIJKEN".to_owned();
    let of_others = rendered(Form::Beslislog, &of_others);
    assert_eq!(
        of_others["body"], told["body"],
        "what an enforcement point was told is a decision too"
    );
    let mut undecided = line();
    undecided.registerversie = None;
    undecided.uitkomsten =
        json!([{"groep": "SRW_STATUS", "reden": "REGISTER_NIET_BEREIKBAAR", "besluit": "b"}]).to_string();
    assert_eq!(rendered(Form::Beslislog, &undecided)["status"], "Error");
}

#[test]
fn the_data_log_names_the_subject_and_no_employee() {
    let told = rendered(Form::Dataverwerkingen, &line());
    assert_eq!(told["attributes"]["dpl.core.data_subject_id"], "INWONERID");
    assert_eq!(
        told["attributes"]["dpl.core.processing_activity_id"],
        "urn:schakel:verwerkingsactiviteit:AFSTEMMING_TRAJECT"
    );
    assert_eq!(told["name"], "gegevens verstrekt");
    let text = told.to_string();
    for never in [
        "medewerker-1",
        "Overvecht",
        "BUURTTEAMMEDEWERKER",
        "app\"",
        "SRW_STATUS",
    ] {
        assert!(!text.contains(never), "{never}: {text}");
    }
}

#[test]
fn the_access_log_names_the_user_and_the_consent() {
    let told = rendered(Form::Toegangslog, &line());
    let attributes = &told["attributes"];
    assert_eq!(attributes["dpl.nen7513.users"][0]["userID"], "medewerker-1");
    assert_eq!(attributes["dpl.nen7513.users"][1]["userID"], "incluzio");
    assert_eq!(
        attributes["dpl.nen7513.participants"][0]["participantObjectID"],
        "INWONERID"
    );
    assert_eq!(
        attributes["dpl.nen7513.participantSegments"][1]["participantObjectDetail"],
        "GEEN_TOESTEMMING"
    );
    assert_eq!(
        attributes["dpl.nen7513.toestemmingsProfiel"],
        "registerversie 3: t-1"
    );
}

#[test]
fn readings_and_erased_lines() {
    let mut reading = line();
    (reading.handeling, reading.uitkomsten) = ("VERSTREKKINGEN_BEKIJKEN".to_owned(), "[]".to_owned());
    reading.toelichting = Some("beslislog".to_owned());
    assert!(
        Form::Beslislog.render(&reading, "o").unwrap().is_none(),
        "nothing was decided"
    );
    assert_eq!(
        rendered(Form::Dataverwerkingen, &reading)["name"],
        "verstrekkingen bekijken"
    );
    reading.inwoner.clear();
    assert!(
        Form::Dataverwerkingen.render(&reading, "o").unwrap().is_none(),
        "it is about nobody"
    );
    let told = rendered(Form::Toegangslog, &reading);
    assert_eq!(told["attributes"]["dpl.nen7513.controles"], "beslislog");
    let mut erased = line();
    erased.gewist_op = Some(erased.op);
    for form in FORMS {
        assert!(form.render(&erased, "o").unwrap().is_none());
    }
    let mut broken = line();
    broken.uitkomsten = "{".to_owned();
    assert!(Form::Beslislog.render(&broken, "o").is_err());
}

/// Every member in turn: away where it must be there, of another kind, and one too many.
#[test]
fn the_validators_see_what_is_wrong() {
    for form in FORMS {
        let sound = rendered(form, &line());
        assert_eq!(form.check(&sound), []);
        let members: Vec<_> = sound.as_object().unwrap().keys().cloned().collect();
        for name in &members {
            let optional = ["parent_span_id", "resource", "attributes", "body"];
            let mut without = sound.clone();
            without.as_object_mut().unwrap().remove(name);
            assert!(
                !form.check(&without).is_empty() || optional.contains(&name.as_str()),
                "{form:?} without {name}"
            );
            let mut other = sound.clone();
            other[name] = json!(["no"]);
            assert!(!form.check(&other).is_empty(), "{form:?} with another {name}");
        }
        let mut more = sound.clone();
        more["medewerker"] = json!("x");
        assert!(!form.check(&more).is_empty(), "{form:?} with one too many");
        assert!(!form.check(&json!([])).is_empty());
    }
    let mut employee = rendered(Form::Dataverwerkingen, &line());
    employee["attributes"]["dpl.nen7513.users"] = json!([]);
    assert_eq!(Form::Dataverwerkingen.check(&employee).len(), 1);
    let mut named = rendered(Form::Toegangslog, &line());
    named["attributes"]["dpl.nen7513.participants"][0]["participantObjectName"] = json!("x");
    assert_eq!(Form::Toegangslog.check(&named).len(), 1);
    let mut both = rendered(Form::Beslislog, &line());
    both["attributes"]["adl.core.request"] = json!({"x": 1});
    assert_eq!(Form::Beslislog.check(&both).len(), 1, "raw and by reference");
}

#[test]
fn otlp_is_the_json_of_its_protocol() {
    for form in FORMS {
        let told = to_otlp(&[rendered(form, &line())], form.standard());
        let record = &told["resourceLogs"][0]["scopeLogs"][0]["logRecords"][0];
        assert_eq!(record["timeUnixNano"], "1782907200123000000");
        assert_eq!(record["traceId"], "0af7651916cd43dd8448eb211c80319c");
        assert!(record["body"]["kvlistValue"]["values"].as_array().unwrap().len() > 5);
        let resource = &told["resourceLogs"][0]["resource"]["attributes"][0];
        assert!(
            resource["key"].is_string() && resource["value"]["stringValue"].is_string(),
            "{resource}"
        );
    }
}
