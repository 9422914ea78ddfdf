use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

use axum::{
    Router,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::kit::*;
use crate::{keys::SigningKey, request::authenticate::JwksSource};

/// An issuer's key address, which a test can change and take down.
struct KeyServer {
    url: String,
    answer: Arc<Mutex<Answer>>,
    asked: Arc<AtomicUsize>,
}

#[derive(Clone)]
enum Answer {
    Keys(Vec<Value>),
    Text(String),
    Broken,
    Elsewhere,
}

impl KeyServer {
    async fn start(answer: Answer) -> Self {
        let (answer, asked) = (Arc::new(Mutex::new(answer)), Arc::new(AtomicUsize::new(0)));
        let (told, counted) = (answer.clone(), asked.clone());
        let answering = move || {
            counted.fetch_add(1, Ordering::SeqCst);
            let answer = told.lock().unwrap().clone();
            async move { answer.into_response() }
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/jwks", listener.local_addr().unwrap());
        let router = Router::new().route("/jwks", get(answering));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, answer, asked }
    }

    fn answers(&self, answer: Answer) {
        *self.answer.lock().unwrap() = answer;
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn kit(&self) -> Kit {
        Kit::with(|config| config.issuers[0].jwks = JwksSource::Url(self.url.clone()))
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Keys(keys) => axum::Json(json!({ "keys": keys })).into_response(),
            Self::Text(text) => text.into_response(),
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
            Self::Elsewhere => Redirect::temporary("/jwks").into_response(),
        }
    }
}

const UNKNOWN: (u16, &str) = (401, "SLEUTEL_ONBEKEND");

#[tokio::test]
async fn a_rotated_key_file_is_read_again() {
    let mut kit = Kit::new();
    let old = kit.token();
    kit.ec = SigningKey::generate().unwrap();
    let new = kit.token();
    assert_eq!(kit.refusal(&new).await, UNKNOWN);
    write_jwks(&kit.jwks(), &[json!(kit.ec.jwk())]);
    assert_eq!(
        kit.refusal(&new).await,
        UNKNOWN,
        "not yet: the file was read a moment ago"
    );
    assert!(kit.show(&old).await.is_ok());
    kit.clock.advance(TimeDelta::seconds(30));
    assert!(kit.show(&new).await.is_ok());
    assert_eq!(
        kit.refusal(&old).await,
        UNKNOWN,
        "the withdrawn key counts no longer"
    );
}

#[tokio::test]
async fn a_broken_key_file_leaves_the_keys_that_were_read() {
    let kit = Kit::new();
    std::fs::write(kit.jwks(), "{ \"keys\": [").unwrap();
    assert_eq!(
        kit.refusal(&with_header(&kit, &json!({ "alg": "ES256", "kid": "x" })))
            .await,
        UNKNOWN
    );
    assert!(kit.show(&kit.token()).await.is_ok());
    std::fs::remove_file(kit.jwks()).unwrap();
    kit.clock.advance(TimeDelta::seconds(30));
    assert_eq!(
        kit.refusal(&with_header(&kit, &json!({ "alg": "ES256", "kid": "x" })))
            .await,
        UNKNOWN
    );
    assert!(kit.show(&kit.token()).await.is_ok());
}

#[tokio::test]
async fn a_withdrawn_key_stops_counting_in_the_end() {
    let kit = Kit::new();
    write_jwks(&kit.jwks(), &[]);
    kit.clock.advance(TimeDelta::seconds(599));
    assert!(kit.show(&kit.token()).await.is_ok());
    kit.clock.advance(TimeDelta::seconds(1));
    assert_eq!(kit.refusal(&kit.token()).await, UNKNOWN);
}

#[tokio::test]
async fn a_rotated_key_address_is_fetched_again() {
    let server = KeyServer::start(Answer::Keys(Vec::new())).await;
    let mut kit = server.kit();
    server.answers(Answer::Keys(vec![json!(kit.ec.jwk())]));
    for _ in 0..3 {
        assert!(kit.show(&kit.token()).await.is_ok());
    }
    assert_eq!(server.asked(), 1, "known keys are not asked for again");

    kit.ec = SigningKey::generate().unwrap();
    server.answers(Answer::Keys(vec![json!(kit.ec.jwk())]));
    for _ in 0..3 {
        assert_eq!(kit.refusal(&kit.token()).await, UNKNOWN);
    }
    assert_eq!(server.asked(), 1, "an unknown key cannot make us ask too often");
    kit.clock.advance(TimeDelta::seconds(30));
    assert!(kit.show(&kit.token()).await.is_ok());
    assert_eq!(server.asked(), 2);
}

#[tokio::test]
async fn a_key_address_that_is_down_leaves_the_keys_that_were_fetched() {
    let server = KeyServer::start(Answer::Broken).await;
    let kit = server.kit();
    server.answers(Answer::Keys(vec![json!(kit.ec.jwk())]));
    let token = || kit.token();
    assert!(kit.show(&token()).await.is_ok());
    for answer in [
        Answer::Broken,
        Answer::Text("geen sleutels".to_owned()),
        Answer::Elsewhere,
    ] {
        server.answers(answer);
        kit.clock.advance(TimeDelta::seconds(600));
        let before = server.asked();
        assert!(kit.show(&token()).await.is_ok());
        assert_eq!(server.asked(), before + 1, "it was tried, once");
    }
}

#[tokio::test]
async fn keys_that_nobody_can_ask_for_any_more_open_nothing() {
    let server = KeyServer::start(Answer::Broken).await;
    let kit = server.kit();
    server.answers(Answer::Keys(vec![json!(kit.ec.jwk())]));
    assert!(kit.show(&kit.token()).await.is_ok());
    server.answers(Answer::Broken);
    kit.clock.advance(TimeDelta::seconds(3599));
    assert!(kit.show(&kit.token()).await.is_ok());
    kit.clock.advance(TimeDelta::seconds(1));
    assert_eq!(kit.refusal(&kit.token()).await, (503, "SLEUTELS_NIET_BEREIKBAAR"));
    server.answers(Answer::Keys(vec![json!(kit.ec.jwk())]));
    kit.clock.advance(TimeDelta::seconds(5));
    assert!(kit.show(&kit.token()).await.is_ok(), "it recovers by itself");
}

#[tokio::test]
async fn without_any_keys_nobody_is_let_in() {
    let too_long = format!("{{\"keys\":[]{}}}", " ".repeat(300 * 1024));
    for answer in [Answer::Broken, Answer::Text(too_long), Answer::Elsewhere] {
        let server = KeyServer::start(answer).await;
        let kit = server.kit();
        let token = kit.token();
        for _ in 0..3 {
            assert_eq!(kit.refusal(&token).await, (503, "SLEUTELS_NIET_BEREIKBAAR"));
        }
        assert_eq!(server.asked(), 1, "after a failure there is a pause too");
        server.answers(Answer::Keys(vec![json!(kit.ec.jwk())]));
        kit.clock.advance(TimeDelta::seconds(5));
        assert!(kit.show(&token).await.is_ok(), "it recovers by itself");
    }
}

#[tokio::test]
async fn many_requests_at_once_ask_once() {
    let server = KeyServer::start(Answer::Keys(Vec::new())).await;
    let kit = server.kit();
    server.answers(Answer::Keys(vec![json!(kit.ec.jwk())]));
    let token = kit.token();
    let outcomes = futures::future::join_all((0..20).map(|_| kit.show(&token))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(server.asked(), 1);
}

#[tokio::test]
async fn the_keys_of_one_issuer_do_not_serve_another() {
    let kit = Kit::with(|config| {
        let mut lokalis = config.issuers[0].clone();
        let JwksSource::File(incluzio) = &lokalis.jwks else {
            panic!("a file")
        };
        let path = incluzio.with_file_name("lokalis.json");
        crate::keys::write_jwks(&path, [&SigningKey::generate().unwrap()]).unwrap();
        lokalis.issuer = "https://idp.lokalis.example".to_owned();
        lokalis.jwks = JwksSource::File(path);
        config.issuers.push(lokalis);
    });
    let token = kit.token_with("iss", json!("https://idp.lokalis.example"));
    assert_eq!(kit.refusal(&token).await, UNKNOWN);
}
