//! The doors at which the process of the signals follows an outbox, and who else may not.

use std::sync::Arc;

use reqwest::StatusCode;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{
    caseload::subgraph_token,
    kit::{HUB, INWONER, Processes, SRW},
    register::begeleider,
};
use crate::{
    clock::SystemClock,
    federation::SubgraphName,
    request::authenticate::HubTokens,
    subgraphs::outbox::{AANBOD, LOOPT},
};

fn aanbod(subgraph: &str) -> Value {
    json!({"subgraph": subgraph, "na": 0, "wacht": false})
}

fn loopt() -> Value {
    json!({"partij": "gemeente-utrecht", "inwoner": INWONER})
}

#[tokio::test]
async fn the_process_of_the_signals_follows_and_nobody_else() {
    let processes = Processes::start().await;
    processes.publish().await;
    let srw = &processes.srw;
    let signalen = subgraph_token(&processes, SubgraphName::Signalen);
    let hub = HubTokens::new(processes.key("hub"), HUB, Arc::new(SystemClock));
    let itself = hub.mint_own(SRW).unwrap().expose_secret().to_owned();
    for token in [&signalen, &itself] {
        let (status, told) = srw.post(AANBOD, token, &aanbod("srw"), &[]).await;
        assert_eq!((status, &told["tot"]), (StatusCode::OK, &json!(1)), "{told}");
        // Neither has business here about trajecten, or about another outbox.
        for (path, question) in [(LOOPT, loopt()), (AANBOD, aanbod("buurtteam"))] {
            let (status, problem) = srw.post(path, token, &question, &[]).await;
            let expected = (StatusCode::NOT_FOUND, &json!("SUBGRAPH_NIET_HIER"));
            assert_eq!((status, &problem["code"]), expected, "{path}");
        }
    }
    let mut others = vec![
        processes.token("u-centraal", "SOCIAAL_RAADSLID"),
        hub.mint_for(&begeleider(), SRW)
            .unwrap()
            .expose_secret()
            .to_owned(),
    ];
    let not_signalen = SubgraphName::ALL
        .iter()
        .filter(|name| **name != SubgraphName::Signalen);
    // An issuer that this process doesn't know gets no further than the first door.
    let known = not_signalen.filter(|name| **name == SubgraphName::Trajectbegeleiding);
    others.extend(known.map(|name| subgraph_token(&processes, *name)));
    for token in others {
        for (path, question) in [(AANBOD, aanbod("srw")), (LOOPT, loopt())] {
            let headers = [("Doel", "UITVOEREN_VERWIJZING")];
            let (status, problem) = srw.post(path, &token, &question, &headers).await;
            let expected = (StatusCode::FORBIDDEN, &json!("TOKENSOORT_ONJUIST"));
            assert_eq!((status, &problem["code"]), expected, "{path}");
            assert!(!problem.to_string().contains(INWONER), "{problem}");
        }
    }
    let (status, _) = srw.post(AANBOD, "geen.token.hier", &aanbod("srw"), &[]).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    // A token for another process is none here.
    let elsewhere = hub.mint_own("https://elders.example").unwrap();
    let (status, _) = srw
        .post(AANBOD, elsewhere.expose_secret(), &aanbod("srw"), &[])
        .await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_question_that_does_not_fit_is_refused() {
    let processes = Processes::start().await;
    let signalen = subgraph_token(&processes, SubgraphName::Signalen);
    let mut more = aanbod("srw");
    more["meer"] = json!(1);
    for (path, question) in [
        (AANBOD, more),
        (AANBOD, json!({"subgraph": "nergens", "na": 0, "wacht": false})),
        (AANBOD, json!({"subgraph": "srw"})),
        (LOOPT, json!({"partij": "gemeente-utrecht"})),
    ] {
        let (status, problem) = processes.srw.post(path, &signalen, &question, &[]).await;
        let expected = (StatusCode::BAD_REQUEST, &json!("VERZOEK_ONGELDIG"));
        assert_eq!((status, &problem["code"]), expected, "{question}");
    }
}
