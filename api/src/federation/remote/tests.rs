use std::sync::Mutex;

use async_graphql::{Variables, parser::parse_query};
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap as Headers, StatusCode},
    response::IntoResponse,
    routing::post,
};

use super::*;
use crate::federation::{Foutcode, testdata::context};

struct Tokens(Result<(), MintError>);

impl MintToken for Tokens {
    fn mint(&self, context: &RequestContext, audience: SubgraphName) -> Result<SecretString, MintError> {
        self.0
            .map(|()| format!("token-of-{}-for-{audience}", context.caller.partij()).into())
    }
}

type Seen = Arc<Mutex<Option<(Headers, serde_json::Value)>>>;

/// A server that gives one answer, and what it was asked.
async fn server(status: u16, body: &'static str) -> (reqwest::Url, Seen) {
    let seen = Seen::default();
    let noted = seen.clone();
    let handler = move |headers: Headers, request: Bytes| async move {
        *noted.lock().unwrap() = Some((headers, serde_json::from_slice(&request).unwrap()));
        if status == 302 {
            return (StatusCode::FOUND, [("location", "/elders")], body).into_response();
        }
        (StatusCode::from_u16(status).unwrap(), body).into_response()
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    let elders =
        post(|| async { r#"{"data":{"gevolgd":true}}"# }).get(|| async { r#"{"data":{"gevolgd":true}}"# });
    let app = Router::new()
        .route("/graphql", post(handler))
        .route("/elders", elders);
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, seen)
}

pub(super) fn request() -> SubgraphRequest {
    let mut context = context("incluzio");
    context.minimale_registerversie = Some(7);
    SubgraphRequest {
        text: "query($a: Int) { a(a: $a) }".into(),
        document: Arc::new(parse_query("query($a: Int) { a(a: $a) }").unwrap()),
        operation_name: None,
        variables: Variables::from_json(serde_json::json!({"a": 1})),
        context: Arc::new(context),
    }
}

async fn ask(url: reqwest::Url, token: Result<(), MintError>, bytes: usize) -> SubgraphResponse {
    let time = Duration::from_secs(5);
    let client = http_client(time).unwrap();
    let limits = RemoteLimits {
        time,
        bytes,
        ..RemoteLimits::default()
    };
    RemoteSubgraph::new(SubgraphName::Srw, url, client, Arc::new(Tokens(token)), limits)
        .execute(request())
        .await
}

#[tokio::test]
async fn a_question_goes_out_with_the_hubs_token_and_the_answer_comes_back() {
    let body = r#"{"data":{"a":1},"errors":[{"message":"niet gedeeld","path":["a",0],"extensions":{"code":"INGETROKKEN"}}],
        "extensions":{"verantwoording":{"registerversie":9,"gedeeld":[{"inwoner":"aaaaaaaaaaaaaaaaaaaaaaaaaa",
        "bronhouder":"u-centraal","groep":"SRW_STATUS","tot":null,"pad":["a",0]}]}}}"#;
    let (url, seen) = server(200, body).await;
    let answer = ask(url, Ok(()), 10_000).await;
    assert_eq!(serde_json::to_string(&answer.data).unwrap(), r#"{"a":1}"#);
    assert_eq!(
        crate::federation::error::code_of(&answer.errors[0]).unwrap(),
        "INGETROKKEN"
    );
    assert_eq!(answer.errors[0].path.len(), 2);
    let verantwoording = answer.verantwoording.unwrap();
    assert_eq!(
        (verantwoording.registerversie, verantwoording.gedeeld.len()),
        (9, 1)
    );
    let (headers, asked) = seen.lock().unwrap().take().unwrap();
    assert_eq!(headers["authorization"], "Bearer token-of-incluzio-for-srw");
    assert_eq!(headers["doel"], "AFSTEMMING_TRAJECT");
    assert_eq!(headers["minimale-registerversie"], "7");
    let traceparent = headers["traceparent"].to_str().unwrap();
    assert!(traceparent.starts_with("00-0af7651916cd43dd8448eb211c80319c-") && traceparent.len() == 55);
    let expected = serde_json::json!({"query": "query($a: Int) { a(a: $a) }", "operationName": null, "variables": {"a": 1}});
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn no_answer_is_told_without_a_word_of_the_body() {
    let (large, _) = server(
        200,
        r#"{"data":{"a":"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"}}"#,
    )
    .await;
    let mut answers = vec![ask(large, Ok(()), 20).await];
    for (status, body) in [
        (500, r#"{"data":{"a":1}}"#),
        (401, "geheim"),
        (302, ""),
        (200, "geheim"),
        (200, "{}"),
        (
            200,
            r#"{"data":{"a":1},"extensions":{"verantwoording":{"registerversie":"geheim"}}}"#,
        ),
    ] {
        answers.push(ask(server(status, body).await.0, Ok(()), 10_000).await);
    }
    let (unasked, seen) = server(200, r#"{"data":{"a":1}}"#).await;
    answers.push(ask(unasked, Err(MintError), 10_000).await);
    assert!(seen.lock().unwrap().is_none());
    answers.push(ask("http://127.0.0.1:1/".parse().unwrap(), Ok(()), 10_000).await);
    for answer in answers {
        assert_eq!(answer.data, Value::Null);
        let code = crate::federation::error::code_of(&answer.errors[0]).unwrap();
        assert_eq!(code, Foutcode::BronNietBereikbaar.word());
        assert_eq!(answer.errors[0].message, "`srw` cannot be reached");
    }
}
