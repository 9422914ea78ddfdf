use std::sync::Arc;

use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{
    super::open_parts,
    kit::{HUB, INWONER, Processes, SRW, Server},
};
use crate::{
    clock::SystemClock,
    domain::{Doel, Rol},
    federation::SubgraphName,
    request::authenticate::{Caller, HubTokens},
};

const OVERVIEW: &str = "query($id: ID!) { inwoner(id: $id) { id srw { partij { id } status { verwijzingen { soort } } \
     inhoud { __typename } } trajecten { partij { id } } } }";
const ENTITIES: &str = "query($r: [_Any!]!) { _entities(representations: $r) { ... on Inwoner { \
     srw { partij { id } status { verwijzingen { soort } } } } } }";

fn id() -> Value {
    json!({"id": INWONER})
}

fn representations() -> Value {
    json!({"r": [{"__typename": "Inwoner", "id": INWONER}]})
}

fn codes(answer: &Value) -> Vec<&str> {
    let errors = answer["errors"].as_array();
    errors
        .into_iter()
        .flatten()
        .filter_map(|error| error["extensions"]["code"].as_str())
        .collect()
}

fn srw_of<'a>(answer: &'a Value, pointer: &str) -> &'a Value {
    answer
        .pointer(&format!("{pointer}/srw/0/status/verwijzingen/0/soort"))
        .unwrap_or(&Value::Null)
}

async fn entities(srw: &Server, token: &str, headers: &[(&str, &str)]) -> (StatusCode, Value) {
    srw.ask(token, ENTITIES, representations(), headers).await
}

#[tokio::test]
async fn the_hub_joins_what_is_elsewhere() {
    let processes = Processes::start().await;
    processes.publish().await;
    let token = processes.token("gemeente-utrecht", "TRAJECTBEGELEIDER");
    let (status, answer) = processes.hub.ask(&token, OVERVIEW, id(), &[]).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(srw_of(&answer, "/data/inwoner"), "INKOMENSCHECK", "{answer}");
    assert_eq!(codes(&answer), ["GEEN_TOESTEMMING"], "{answer}");
    assert_eq!(
        answer["data"]["inwoner"]["trajecten"][0]["partij"]["id"],
        "gemeente-utrecht"
    );
    assert!(answer["extensions"]["registerversie"].is_i64(), "{answer}");
}

#[tokio::test]
async fn a_caller_reaches_a_subgraph_by_the_hub_only() {
    let processes = Processes::start().await;
    let token = processes.token("gemeente-utrecht", "TRAJECTBEGELEIDER");
    let (status, answer) = entities(&processes.srw, &token, &[]).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::FORBIDDEN, &json!("ALLEEN_VIA_HUB"))
    );
}

#[tokio::test]
async fn a_foreign_router_is_told_what_the_caller_may_know_and_no_more() {
    let processes = Processes::start_with("foreign_router = true").await;
    processes.publish().await;
    let token = processes.token("gemeente-utrecht", "TRAJECTBEGELEIDER");
    let (_, answer) = entities(&processes.srw, &token, &[]).await;
    assert_eq!(srw_of(&answer, "/data/_entities/0"), "INKOMENSCHECK", "{answer}");
    assert!(!answer.to_string().contains("verantwoording"), "{answer}");
    assert!(answer["extensions"]["registerversie"].is_i64(), "{answer}");

    let headers = [("Minimale-Registerversie", "1000000")];
    let (_, answer) = entities(&processes.srw, &token, &headers).await;
    assert_eq!(codes(&answer), ["REGISTERVERSIE_TE_OUD"]);
    assert_eq!(answer["data"], Value::Null);

    let (_, answer) = processes
        .srw
        .ask(&token, ENTITIES, json!({"r": "999990342"}), &[])
        .await;
    assert_eq!(codes(&answer), ["BRON_FOUT"], "{answer}");
    assert!(!answer.to_string().contains("999990342"), "{answer}");
}

#[tokio::test]
async fn the_hub_is_told_on_what_an_answer_rests() {
    let processes = Processes::start().await;
    processes.publish().await;
    let tokens = HubTokens::new(processes.key("hub"), HUB, Arc::new(SystemClock));
    let caller = Caller::for_test(
        "gemeente-utrecht",
        [Rol::Trajectbegeleider],
        Doel::UitvoerenVerwijzing,
    );
    let token = tokens.mint_for(&caller, SRW).unwrap();
    let (_, answer) = entities(&processes.srw, token.expose_secret(), &[]).await;
    let gedeeld = &answer["extensions"]["verantwoording"]["gedeeld"][0];
    assert_eq!(gedeeld["groep"], "SRW_STATUS", "{answer}");
}

#[tokio::test]
async fn without_the_register_own_records_stand_and_others_are_withheld() {
    let processes = Processes::start_with("foreign_router = true").await;
    processes.publish().await;
    let own = processes.token("u-centraal", "SOCIAAL_RAADSLID");
    let other = processes.token("gemeente-utrecht", "TRAJECTBEGELEIDER");
    // Its parties are known since the dossier was published.
    let (hub, srw, _folder) = processes.stop_register().await;
    let (_, answer) = entities(&srw, &own, &[]).await;
    assert_eq!(srw_of(&answer, "/data/_entities/0"), "INKOMENSCHECK", "{answer}");
    assert_eq!(codes(&answer), Vec::<&str>::new());
    let (_, answer) = entities(&srw, &other, &[]).await;
    assert_eq!(answer["data"]["_entities"][0]["srw"][0]["status"], Value::Null);
    assert_eq!(codes(&answer), ["REGISTER_NIET_BEREIKBAAR"], "{answer}");
    let (_, answer) = hub.ask(&other, OVERVIEW, id(), &[]).await;
    assert!(codes(&answer).contains(&"BRON_NIET_BEREIKBAAR"), "{answer}");
}

#[tokio::test]
async fn a_subgraph_bounds_what_it_is_asked() {
    let processes = Processes::start_with("foreign_router = true").await;
    let token = processes.token("u-centraal", "SOCIAAL_RAADSLID");
    let many: Vec<Value> = (0..2001)
        .map(|_| json!({"__typename": "Inwoner", "id": INWONER}))
        .collect();
    for (query, variables, expected) in [
        ("{ a(bsn: \"999990342\") }", json!({}), "BSN_ALS_LITERAL"),
        ("{ __schema { types { name } } }", json!({}), "INTROSPECTIE_UIT"),
        (ENTITIES, json!({"r": many}), "LIJST_TE_LANG"),
        ("{ a", json!({}), "DOCUMENT_ONGELDIG"),
    ] {
        let (status, answer) = processes.srw.ask(&token, query, variables, &[]).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(codes(&answer), [expected], "{answer}");
    }
    let (status, answer) = processes.srw.post("graphql", &token, &json!([{}]), &[]).await;
    assert_eq!(
        (status, &answer["code"]),
        (StatusCode::BAD_REQUEST, &json!("BATCH_NIET_TOEGESTAAN"))
    );
}

#[tokio::test]
async fn an_import_reaches_the_register_elsewhere() {
    let processes = Processes::start().await;
    let clock = Arc::new(SystemClock);
    let parts = open_parts(&processes.srw.config, SubgraphName::Srw, clock)
        .await
        .unwrap();
    assert!(parts.register.inrichting().await.unwrap().versie > 0);
}

#[tokio::test]
async fn a_log_is_proven_at_its_own_process() {
    let processes = Processes::start().await;
    processes.publish().await;
    let token = processes.token("gemeente-utrecht", "TRAJECTBEGELEIDER");
    let (status, keys) = processes.srw.get("log/v1/srw/sleutels", &token).await;
    assert_eq!(
        (status.as_u16(), &keys["oorsprong"]),
        (200, &json!("utrecht.example/srw"))
    );
    let (status, problem) = processes.srw.get("log/v1/srw/checkpoint", &token).await;
    assert_eq!(
        (status.as_u16(), &problem["code"]),
        (404, &json!("CONTROLEPUNT_ONBEKEND"))
    );
    for (server, log) in [
        (&processes.hub, "srw"),
        (&processes.srw, "toestemming"),
        (&processes.register, "srw"),
    ] {
        let (status, problem) = server.get(&format!("log/v1/{log}/sleutels"), &token).await;
        assert_eq!(
            (status.as_u16(), &problem["code"]),
            (404, &json!("LOGBOEK_NIET_HIER")),
            "{log}"
        );
    }
    let (status, _) = processes.srw.get("log/v1/srw/sleutels", "no token").await;
    assert_eq!(status.as_u16(), 401);
}
