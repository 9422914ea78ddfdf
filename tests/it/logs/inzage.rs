//! A resident's file proves that its lines stand in the logs: who doubts the hub needs only the file and the logs' keys.

use schakel::{
    federation::SubgraphName,
    logbook::{
        note::Verifier,
        verify::{InzageReport, audit_inzage},
    },
};
use schakel_tests::{TestApp, app::Answer, on_both_engines};
use serde_json::{Value, json};

use super::{ask_all, resident};

/// Signs for every log that has something new; the keys of all.
async fn sign_all(app: &TestApp) -> Vec<Verifier> {
    let mut keys = Vec::new();
    for name in SubgraphName::ALL {
        let notary = app.installation().logs.find(*name).expect("the log is here");
        notary.sign().await.expect("the log can be signed for");
        keys.extend(notary.verifiers().iter().cloned());
    }
    keys
}

async fn file(app: &TestApp, inwoner: &str) -> Value {
    let request = app
        .tessa()
        .post("/inzage/v1/overzicht")
        .header("Accept", "application/json");
    let answer = Answer::of(request.json(&json!({"inwoner": inwoner}))).await;
    serde_json::from_str(&answer.text).expect("a file")
}

fn check(file: &Value, keys: &[Verifier]) -> InzageReport {
    audit_inzage(&file.to_string(), keys).expect("a file that can be checked")
}

/// The places of the lines that are proven.
fn proven(file: &Value) -> Vec<usize> {
    let lines = file["regels"].as_array().unwrap().iter().enumerate();
    lines
        .filter(|(_, line)| line["bewijs"].is_object())
        .map(|(place, _)| place)
        .collect()
}

on_both_engines! {
    async fn each_line_is_proven_as_far_as_the_logs_are_signed_for(app: TestApp) {
        let inwoner = resident(&app).await;
        let nothing = file(&app, &inwoner).await;
        let report = check(&nothing, &sign_all(&app).await);
        assert_eq!((report.proven, report.unsigned, report.faults.len()), (0, report.lines, 0), "nothing was signed for yet");
        let keys = sign_all(&app).await;
        ask_all(&app.ahmed(), &inwoner).await;
        let told = file(&app, &inwoner).await;
        let report = check(&told, &keys);
        assert_eq!(report.faults, []);
        assert_eq!(report.missing, [""; 0]);
        assert!(report.proven >= 5 && report.unsigned >= 4, "{report:?}");
        assert_eq!(report.proven + report.unsigned, report.lines);
        assert!(report.other_ids.is_empty());
        for never in ["gebruiker", "ahmed", "uitkomsten", "medeClient"] {
            assert!(!told.to_string().contains(never), "{never}");
        }
    }

    async fn what_is_forged_is_found(app: TestApp) {
        let inwoner = resident(&app).await;
        let keys = sign_all(&app).await;
        let told = file(&app, &inwoner).await;
        let places = proven(&told);
        assert!(places.len() > 2);
        // Of a log with one line there is no other size, and no way to take away.
        let is_in_company = |place: &&usize| told["regels"][**place]["bewijs"]["omvang"].as_i64() > Some(1);
        let one = *places.iter().find(is_in_company).expect("a line among others");
        let other = *places.iter().find(|place| **place != one).expect("another");
        let has = |member: &str| {
            let told = |place: &&usize| told["regels"][**place][member].as_array().is_some_and(|all| !all.is_empty());
            *places.iter().find(told).expect("such a line")
        };
        let (seen, withheld) = (has("groepen"), has("nietGedeeld"));
        type Forgery = Box<dyn Fn(&mut Value)>;
        let set = |pointer: &str, value: Value| -> Forgery {
            let pointer = format!("/regels/{one}/{pointer}");
            Box::new(move |file| *file.pointer_mut(&pointer).expect("a member") = value.clone())
        };
        let forgeries: Vec<(&str, Forgery)> = vec![
            ("when", set("op", json!("2026-06-15T10:00:01Z"))),
            ("what was done", set("handeling", json!("TOEGANG_BEKIJKEN"))),
            ("who looked", set("partij/id", json!("lokalis"))),
            ("whose records", set("bronhouder/id", json!("lokalis"))),
            ("in which roles", set("rollen", json!(["BEHEERDER"]))),
            ("in which roles, in both places", Box::new(move |file| {
                file["regels"][one]["rollen"] = json!(["BEHEERDER"]);
                file["regels"][one]["bewijs"]["rollen"] = json!("BEHEERDER");
            })),
            ("for what", set("doel", json!("NAZORG"))),
            ("on which version", set("registerversie", json!(999))),
            ("which line", set("id", json!("00000000-0000-4000-8000-000000000000"))),
            ("in which place", set("bewijs/volgnummer", json!(1_000))),
            ("under which size", set("bewijs/omvang", json!(1))),
            ("of whom", set("bewijs/inwoner", json!("iemand-anders"))),
            ("with another key", set("bewijs/zout", json!("00".repeat(32)))),
            ("with no key", set("bewijs/zout", json!("niets"))),
            ("what is closed", set("bewijs/overig", json!("00".repeat(32)))),
            ("which groups", Box::new(move |file| {
                file["regels"][seen]["groepen"].as_array_mut().unwrap().clear();
            })),
            ("one group of them", Box::new(move |file| file["regels"][seen]["groepen"][0]["groep"] = json!("TRAJECT_CRISIS"))),
            ("on which kind of ground", Box::new(move |file| {
                let reden = &mut file["regels"][seen]["groepen"][0]["reden"];
                *reden = json!(if *reden == "TOEGESTAAN_GROND" { "TOEGESTAAN_EIGEN" } else { "TOEGESTAAN_GROND" });
            })),
            ("on which grant", Box::new(move |file| {
                file["regels"][seen]["groepen"][0]["toestemming"] = json!("00000000-0000-4000-8000-000000000000");
            })),
            ("by which decision", Box::new(move |file| {
                file["regels"][seen]["groepen"][0]["besluit"] = json!("00000000-0000-4000-8000-000000000000");
            })),
            ("a group was seen that is said not to be", Box::new(move |file| {
                let seen = &mut file["regels"][seen];
                let moved = seen["groepen"].as_array_mut().unwrap().pop().unwrap();
                seen["nietGedeeld"].as_array_mut().unwrap().push(moved["groep"].clone());
            })),
            ("a group that was withheld is left out", Box::new(move |file| {
                file["regels"][withheld]["nietGedeeld"].as_array_mut().unwrap().pop();
            })),
            ("no way", set("bewijs/pad", json!([]))),
            ("another way", set("bewijs/pad", json!(["AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="]))),
            ("no hash", set("bewijs/pad", json!(["niets"]))),
            ("another log", set("logboek", json!("signalen"))),
            ("twice", Box::new(move |file| file["regels"][other] = file["regels"][one].clone())),
            ("another's proof", Box::new(move |file| file["regels"][other]["bewijs"] = file["regels"][one]["bewijs"].clone())),
            ("a checkpoint of another size", Box::new(|file| {
                let note = file["controlepunten"][0]["nota"].as_str().unwrap().replacen('\n', "\n1", 1);
                file["controlepunten"][0]["nota"] = json!(note);
            })),
            ("no checkpoints", Box::new(|file| file["controlepunten"] = json!([]))),
        ];
        for (what, forge) in forgeries {
            let mut forged = told.clone();
            forge(&mut forged);
            assert_ne!(check(&forged, &keys).faults, [], "{what}");
        }
        let foreign: Verifier = "elders.example/srw+ad6ebc0b+AVZ3bfdHTQWuw8Hr8aQ6lkbdBOzBUMNhS5w24O5cYfgS".parse().unwrap_or_else(|_| keys[0].clone());
        let of_one: Vec<Verifier> = keys.iter().take(1).cloned().chain([foreign]).collect();
        assert_ne!(check(&told, &of_one).faults, [], "signed by keys that nobody trusts");
        assert!(audit_inzage(&told.to_string(), &[]).unwrap_err().to_string().contains("--sleutel"));
        assert!(audit_inzage("{}", &keys).is_err());
    }
}
