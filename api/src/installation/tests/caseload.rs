//! What a list of residents asks of a room in another process, and who else may not.

use std::sync::Arc;

use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::kit::{HUB, INWONER, Processes, SRW};
use crate::{
    clock::SystemClock,
    federation::SubgraphName,
    request::authenticate::{HubTokens, SubgraphTokens},
    subgraphs::neighbours::{EIGEN, MOST_RESIDENTS, STATUS},
};

const LIST: &str = "{ mijnInwoners { edges { node { id } } aantal } }";

fn subject(partij: &str) -> Value {
    json!({
        "partij": partij, "rollen": ["SOCIAAL_RAADSLID"], "gebruiker": "medewerker-7", "client": "app",
        "issuer": "https://idp.example", "doelen": ["UITVOEREN_VERWIJZING"], "doel": "UITVOEREN_VERWIJZING",
    })
}

fn eigen() -> Value {
    json!({"subgraph": "srw", "subject": subject("u-centraal")})
}

pub(super) fn subgraph_token(processes: &Processes, name: SubgraphName) -> String {
    let issuer = format!("https://{name}.example");
    let tokens = SubgraphTokens::new(processes.key("srw"), &issuer, name, Arc::new(SystemClock));
    tokens.mint(SRW).unwrap().expose_secret().to_owned()
}

#[tokio::test]
async fn a_hub_that_holds_the_trajecten_lists_the_dossiers_elsewhere() {
    let processes = Processes::start().await;
    processes.publish().await;
    let token = processes.token("u-centraal", "SOCIAAL_RAADSLID");
    let (_, answer) = processes.hub.ask(&token, LIST, json!({}), &[]).await;
    assert_eq!(
        answer["data"]["mijnInwoners"],
        json!({"edges": [{"node": {"id": INWONER}}], "aantal": 1}),
        "{answer}"
    );
}

#[tokio::test]
async fn the_process_of_the_trajecten_asks_and_nobody_else() {
    let processes = Processes::start().await;
    processes.publish().await;
    let srw = &processes.srw;
    let trajecten = subgraph_token(&processes, SubgraphName::Trajectbegeleiding);
    let (status, told) = srw.post(EIGEN, &trajecten, &eigen(), &[]).await;
    assert_eq!(status, StatusCode::OK, "{told}");
    assert_eq!(told.as_object().unwrap().keys().collect::<Vec<_>>(), [INWONER]);

    let hub = HubTokens::new(processes.key("hub"), HUB, Arc::new(SystemClock));
    let caller = processes.token("u-centraal", "SOCIAAL_RAADSLID");
    let others = [
        caller,
        hub.mint_own(SRW).unwrap().expose_secret().to_owned(),
        subgraph_token(&processes, SubgraphName::Signalen),
    ];
    for token in others {
        for (path, question) in [(EIGEN, eigen()), (STATUS, status_of(1))] {
            let headers = [("Doel", "UITVOEREN_VERWIJZING")];
            let (status, problem) = srw.post(path, &token, &question, &headers).await;
            assert_eq!(
                (status, &problem["code"]),
                (StatusCode::FORBIDDEN, &json!("TOKENSOORT_ONJUIST")),
                "{path}"
            );
        }
    }
}

fn status_of(count: usize) -> Value {
    let inwoners = vec![INWONER; count];
    json!({"subgraph": "srw", "subject": subject("u-centraal"), "inwoners": inwoners, "status": "GESLOTEN"})
}

#[tokio::test]
async fn a_question_that_does_not_fit_is_refused() {
    let processes = Processes::start().await;
    let trajecten = subgraph_token(&processes, SubgraphName::Trajectbegeleiding);
    let elsewhere = json!({"subgraph": "buurtteam", "subject": subject("u-centraal")});
    let mut without_rol = eigen();
    without_rol["subject"]["rollen"] = json!([]);
    for (path, question, status, code) in [
        (EIGEN, elsewhere, 404, "SUBGRAPH_NIET_HIER"),
        (EIGEN, without_rol, 400, "VERZOEK_ONGELDIG"),
        (EIGEN, json!({"subgraph": "srw"}), 400, "VERZOEK_ONGELDIG"),
        (STATUS, status_of(MOST_RESIDENTS + 1), 413, "LIJST_TE_LANG"),
        // A dossier of the sociaal raadslieden is neither open nor closed.
        (STATUS, status_of(1), 503, "BRON_NIET_BEREIKBAAR"),
    ] {
        let (told, problem) = processes.srw.post(path, &trajecten, &question, &[]).await;
        assert_eq!(
            (told.as_u16(), &problem["code"]),
            (status, &json!(code)),
            "{question}"
        );
    }
}
