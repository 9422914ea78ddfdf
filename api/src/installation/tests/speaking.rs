//! A subgraph's process speaks at the register for the parties only whose records it keeps, at every door.

use std::sync::Arc;

use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::kit::{BUURTTEAM, INWONER, Processes, REGISTER, SIGNALEN, SRW, TRAJECTEN};
use crate::{clock::SystemClock, federation::SubgraphName, request::authenticate::SubgraphTokens};

const REFUSED: &str = "PARTIJ_NIET_BEVOEGD";

/// Asks one door with the token of a subgraph's process: the code of the refusal, or how many were told.
async fn ask(processes: &Processes, as_subgraph: SubgraphName, path: &str, body: &Value) -> String {
    let issuer = match as_subgraph {
        SubgraphName::Srw => SRW,
        SubgraphName::Buurtteam => BUURTTEAM,
        SubgraphName::Signalen => SIGNALEN,
        _ => TRAJECTEN,
    };
    let tokens = SubgraphTokens::new(processes.key("srw"), issuer, as_subgraph, Arc::new(SystemClock));
    let token = tokens.mint(REGISTER).unwrap();
    let answer = processes.register.post(path, token.expose_secret(), body, &[]);
    match answer.await {
        (StatusCode::OK, _) => "OK".to_owned(),
        (_, problem) => problem["code"].as_str().unwrap().to_owned(),
    }
}

fn subject(partij: &str, rol: &str) -> Value {
    json!({
        "partij": partij, "rollen": [rol], "gebruiker": "m", "client": "app", "issuer": "https://idp.example",
        "doelen": ["UITVOEREN_VERWIJZING"], "doel": "UITVOEREN_VERWIJZING",
    })
}

fn evaluation(partij: &str, bronhouder: &str, groep: &str) -> Value {
    json!({
        "subject": {"type": "partij", "id": partij, "properties": {
            "rollen": ["TRAJECTBEGELEIDER"], "gebruiker": "m", "client": "app", "issuer": "https://idp.example",
            "doelen": ["UITVOEREN_VERWIJZING"],
        }},
        "action": {"name": "UITVOEREN_VERWIJZING"},
        "resource": {"type": "gegevensgroep", "id": groep, "properties": {"inwoner": INWONER, "bronhouder": bronhouder}},
    })
}

fn replayed(partij: &str, bronhouder: &str, groep: &str) -> Value {
    let vrager = json!({
        "partij": partij, "rollen": ["TRAJECTBEGELEIDER"], "gebruiker": "m", "doel": "UITVOEREN_VERWIJZING",
    });
    let vraag = json!({"inwoner": INWONER, "bronhouder": bronhouder, "groep": groep});
    json!({"subject": subject("gemeente-utrecht", "FUNCTIONARIS_GEGEVENSBESCHERMING"), "vragen": [{
        "vrager": vrager, "vraag": vraag, "registerversie": 1, "inrichting": 1, "op": "2026-01-01T00:00:00Z",
    }]})
}

fn offered(bronhouder: &str, groep: &str) -> Value {
    json!({"vragen": [{"inwoner": INWONER, "bronhouder": bronhouder, "groepen": [groep]}]})
}

fn running(bronhouder: &str) -> Value {
    let traject = json!({
        "bronhouder": bronhouder, "traject": uuid::Uuid::nil(), "inwoner": INWONER, "loopt": true,
    });
    json!({"trajecten": [traject], "bijgewerkt": []})
}

#[tokio::test]
async fn a_process_speaks_for_its_own_parties_only_at_every_door() {
    let processes = Processes::start().await;
    let (srw, teams) = (SubgraphName::Srw, SubgraphName::Buurtteam);
    let (trajecten, signals) = (SubgraphName::Trajectbegeleiding, SubgraphName::Signalen);
    let (worker, source) = ("SOCIAAL_RAADSLID", "BRONSYSTEEM");
    let officer = "FUNCTIONARIS_GEGEVENSBESCHERMING";
    let up_to_date = |partij: &str| json!({"trajecten": [], "bijgewerkt": [partij]});
    let named = |partij: &str, rol: &str| json!({"subject": subject(partij, rol), "inwoner": INWONER});
    let resolved = |partij: &str| json!({"subject": subject(partij, source), "inwoners": [{"id": INWONER}], "testnummers": "known"});
    let referred =
        |to: &str| json!({"subject": subject("incluzio", worker), "inwoner": INWONER, "ontvanger": to});
    let bound = |partij: &str| json!({"subject": subject(partij, worker)});
    let (evaluate, replay) = ("access/v1/evaluation", "register/v1/herspelingen");
    for (asker, path, body, expected) in [
        (
            teams,
            evaluate,
            evaluation("gemeente-utrecht", "incluzio", "BUURTTEAM_STATUS"),
            "OK",
        ),
        (
            teams,
            evaluate,
            evaluation("gemeente-utrecht", "lokalis", "BUURTTEAM_STATUS"),
            REFUSED,
        ),
        (
            signals,
            evaluate,
            evaluation("incluzio", "gemeente-utrecht", "TRAJECT_LOOPT"),
            "OK",
        ),
        (
            signals,
            evaluate,
            evaluation("lokalis", "gemeente-utrecht", "TRAJECT_LOOPT"),
            REFUSED,
        ),
        (
            teams,
            replay,
            replayed("gemeente-utrecht", "incluzio", "BUURTTEAM_STATUS"),
            "OK",
        ),
        (
            teams,
            replay,
            replayed("gemeente-utrecht", "lokalis", "BUURTTEAM_STATUS"),
            REFUSED,
        ),
        (
            signals,
            replay,
            replayed("incluzio", "gemeente-utrecht", "TRAJECT_LOOPT"),
            "OK",
        ),
        (
            signals,
            replay,
            replayed("lokalis", "gemeente-utrecht", "TRAJECT_LOOPT"),
            REFUSED,
        ),
        (
            teams,
            "register/v1/aanbod",
            offered("incluzio", "BUURTTEAM_STATUS"),
            "OK",
        ),
        (
            teams,
            "register/v1/aanbod",
            offered("lokalis", "BUURTTEAM_STATUS"),
            REFUSED,
        ),
        (
            signals,
            "register/v1/aanbod",
            offered("lokalis", "BUURTTEAM_STATUS"),
            REFUSED,
        ),
        (
            trajecten,
            "register/v1/trajectmeldingen",
            running("gemeente-utrecht"),
            "OK",
        ),
        (
            trajecten,
            "register/v1/trajectmeldingen",
            running("incluzio"),
            REFUSED,
        ),
        (
            trajecten,
            "register/v1/trajectmeldingen",
            up_to_date("incluzio"),
            REFUSED,
        ),
        (srw, "register/v1/verwijzen", referred("u-centraal"), "OK"),
        (
            srw,
            "register/v1/verwijzen",
            referred("gemeente-utrecht"),
            REFUSED,
        ),
        (
            trajecten,
            "register/v1/gekoppelden",
            bound("gemeente-utrecht"),
            "OK",
        ),
        (trajecten, "register/v1/gekoppelden", bound("u-centraal"), "OK"),
        (
            trajecten,
            "register/v1/gekoppelden",
            bound("lokalis"),
            "VRAGER_ONJUIST",
        ),
        (
            srw,
            "register/v1/gekoppelden",
            bound("u-centraal"),
            "VRAGER_ONJUIST",
        ),
        (srw, "register/v1/namen", named("u-centraal", source), "OK"),
        (teams, "register/v1/namen", named("lokalis", source), REFUSED),
        (teams, "register/v1/namen", named("lokalis", officer), "OK"),
        (teams, "register/v1/namen", named("elders", officer), REFUSED),
        (teams, "register/v1/inwoners", resolved("incluzio"), "OK"),
        (teams, "register/v1/inwoners", resolved("lokalis"), REFUSED),
    ] {
        let answer = ask(&processes, asker, path, &body).await;
        assert_eq!(answer, expected, "{asker} at {path}: {body}");
    }
}
