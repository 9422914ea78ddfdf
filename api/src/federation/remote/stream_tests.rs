use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use futures::{StreamExt, stream};
use secrecy::SecretString;
use tokio::sync::Semaphore;

use super::{MintError, MintToken, RemoteLimits, RemoteSubgraph, http_client, tests::request};
use crate::{
    federation::{Subgraph, SubgraphName, SubgraphResponse, error::code_of},
    request::RequestContext,
};

struct Tokens;

impl MintToken for Tokens {
    fn mint(&self, context: &RequestContext, audience: SubgraphName) -> Result<SecretString, MintError> {
        Ok(format!("token-of-{}-for-{audience}", context.caller.partij()).into())
    }
}

/// A server that tells one thing at once, and another when it was shown a new token.
async fn server(ends_well: bool) -> reqwest::Url {
    let renewed = Arc::new(Semaphore::new(0));
    let seen = Arc::clone(&renewed);
    let open = move |headers: HeaderMap| async move {
        assert_eq!(headers["accept"], "text/event-stream");
        let events = stream::unfold(0, move |told| {
            let seen = Arc::clone(&seen);
            async move {
                let text = match told {
                    0 => ":\n\nevent: next\ndata: {\"data\":{\"a\":1}}\n",
                    1 => "\n",
                    2 => {
                        seen.acquire().await.unwrap().forget();
                        "event: next\ndata: {\"data\":{\"a\":2}}\n\n"
                    }
                    3 if ends_well => "event: complete\ndata:\n\n",
                    _ => return None,
                };
                Some((Ok::<_, Infallible>(text), told + 1))
            }
        });
        ([("stroom-id", "een-naam")], Body::from_stream(events))
    };
    let renew = move |Path(id): Path<String>, headers: HeaderMap| async move {
        assert_eq!(
            (id.as_str(), &headers["authorization"]),
            ("een-naam", &"Bearer token-of-incluzio-for-srw".parse().unwrap())
        );
        renewed.add_permits(1);
        StatusCode::NO_CONTENT
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let app = Router::new()
        .route("/graphql/stream", post(open))
        .route("/graphql/stream/{id}", post(renew));
    tokio::spawn(async move { axum::serve(listener, app).await });
    url.parse().unwrap()
}

async fn follow(url: reqwest::Url, silence: Duration) -> Vec<SubgraphResponse> {
    let limits = RemoteLimits {
        renewal: Duration::from_millis(5),
        silence,
        ..RemoteLimits::default()
    };
    let client = http_client(limits.time).unwrap();
    let remote = RemoteSubgraph::new(SubgraphName::Srw, url, client, Arc::new(Tokens), limits);
    remote.subscribe(request()).collect().await
}

const LONG: Duration = Duration::from_secs(60);

#[tokio::test]
async fn a_stream_goes_on_with_new_tokens_until_it_is_complete() {
    let told = follow(server(true).await, LONG).await;
    let data: Vec<String> = told.iter().map(|told| told.data.to_string()).collect();
    assert_eq!(data, ["{a: 1}", "{a: 2}"]);
}

#[tokio::test]
async fn a_stream_that_breaks_off_or_never_opens_ends_with_a_reason() {
    let told = follow(server(false).await, LONG).await;
    assert_eq!(told.len(), 3);
    let nobody = follow("http://127.0.0.1:9/graphql".parse().unwrap(), LONG).await;
    assert_eq!(nobody.len(), 1);
    for last in [told.last(), nobody.last()] {
        assert_eq!(code_of(&last.unwrap().errors[0]).unwrap(), "BRON_NIET_BEREIKBAAR");
    }
}

#[tokio::test]
async fn a_silent_stream_is_lost() {
    let open = || async {
        let events = stream::once(async { Ok::<_, Infallible>(":\n\n") }).chain(stream::pending());
        ([("stroom-id", "een-naam")], Body::from_stream(events))
    };
    let renew = |Path(_): Path<String>| async { StatusCode::NO_CONTENT };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/graphql", listener.local_addr().unwrap());
    let app = Router::new()
        .route("/graphql/stream", post(open))
        .route("/graphql/stream/{id}", post(renew));
    tokio::spawn(async move { axum::serve(listener, app).await });
    let told = follow(url.parse().unwrap(), Duration::from_millis(50)).await;
    assert_eq!(told.len(), 1);
    assert_eq!(code_of(&told[0].errors[0]).unwrap(), "BRON_NIET_BEREIKBAAR");
}
