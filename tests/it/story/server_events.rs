//! GraphQL over server-sent events (graphql-sse, distinct connections).

use chrono::TimeDelta;
use schakel_tests::{
    app::{Answer, Person, bsn},
    in_both_cities,
};
use serde_json::{Value, json};

use super::LAMPJE;

/// The events that a response brings, one at a time.
struct Events {
    response: reqwest::Response,
    unread: String,
}

impl Events {
    async fn of(person: &Person<'_>, query: &str, variables: Value) -> Self {
        let request = person
            .post("/graphql/stream")
            .header("Accept", "text/event-stream");
        let response = request
            .json(&json!({"query": query, "variables": variables}))
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(
            response.headers()["content-type"],
            "text/event-stream; charset=utf-8"
        );
        assert_eq!(response.headers()["cache-control"], "no-store");
        let unread = String::new();
        Self { response, unread }
    }

    /// The next event: its name and its data; `None` at the end.
    async fn next(&mut self) -> Option<(String, String)> {
        loop {
            while let Some(end) = self.unread.find("\n\n") {
                let event: String = self.unread.drain(..end + 2).collect();
                let field = |name: &str| {
                    event
                        .lines()
                        .find_map(|line| line.strip_prefix(name))
                        .map(|text| text.trim().to_owned())
                };
                if let Some(name) = field("event:") {
                    return Some((name, field("data:").expect("an event has data")));
                }
            }
            let chunk = self.response.chunk().await.unwrap()?;
            self.unread.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    async fn answer(&mut self) -> Answer {
        let (name, data) = self.next().await.expect("an event");
        assert_eq!(name, "next");
        Answer::told(serde_json::from_str(&data).unwrap())
    }

    async fn completes(mut self) {
        assert_eq!(self.next().await, Some(("complete".to_owned(), String::new())));
        assert_eq!(self.next().await, None);
    }
}

in_both_cities! {
    async fn a_lamp_is_followed_until_its_withdrawal(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        let granted = app.grant(&inwoner, "LAMPJE").await;
        let mut events = Events::of(&app.meekijker(), LAMPJE, json!({"id": inwoner})).await;
        assert_eq!(events.answer().await.expect_ok().data("/lampje/0/loopt/loopt"), true);
        app.revoke(&granted).await;
        let last = events.answer().await;
        assert_eq!(last.reden("TRAJECT_LOOPT", app.city().traject.partij).as_deref(), Some("INGETROKKEN"));
        events.completes().await;
    }

    async fn a_query_is_answered_once_and_a_fault_too(app: TestApp) {
        let mut events = Events::of(&app.ahmed(), "{ ik { partij { id } } }", json!({})).await;
        assert_eq!(events.answer().await.text_at("/ik/partij/id"), app.city().buurtteam.partij);
        events.completes().await;
        let mut events = Events::of(&app.ahmed(), "{ nietBestaand }", json!({})).await;
        assert_eq!(events.answer().await.codes(), ["DOCUMENT_ONGELDIG"]);
        events.completes().await;
    }

    async fn it_ends_with_the_token(app: TestApp) {
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        let mut events = Events::of(&app.ahmed(), LAMPJE, json!({"id": inwoner})).await;
        events.answer().await;
        app.clock().advance(TimeDelta::minutes(20));
        assert_eq!(events.answer().await.codes(), ["TOKEN_VERLOPEN"]);
        events.completes().await;
    }

    async fn what_does_not_fit_is_a_problem(app: TestApp) {
        let body = json!({"query": LAMPJE, "variables": {"id": "x"}});
        let answer = Answer::of(app.ahmed().post("/graphql/stream").json(&body)).await;
        answer.expect_problem(406, "MEDIATYPE_ONJUIST");
        let anonymous = app.http().post(app.url("/graphql/stream")).header("Accept", "text/event-stream").json(&body);
        Answer::of(anonymous).await.expect_problem(401, "TOKEN_ONTBREEKT");
        for method in [reqwest::Method::GET, reqwest::Method::PUT] {
            let request = app.http().request(method, app.url("/graphql/stream"));
            Answer::of(request).await.expect_problem(405, "METHODE_NIET_TOEGESTAAN");
        }
        let subscription = app.ahmed().ask(LAMPJE, json!({"id": app.inwoner(&bsn(1)).await})).await;
        subscription.expect_code("SUBSCRIPTIE_NIET_HIER");
    }

    async fn a_server_that_stops_lets_go(app: TestApp) {
        let mut app = app;
        let inwoner = app.publish_everything(&bsn(1)).await;
        app.grant(&inwoner, "LAMPJE").await;
        let mut events = Events::of(&app.ahmed(), LAMPJE, json!({"id": inwoner})).await;
        events.answer().await;
        let (end, ()) = tokio::join!(events.next(), app.stop());
        assert_eq!(end, None, "without `complete`: a client connects again elsewhere");
    }
}
