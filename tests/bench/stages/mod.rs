//! Where one request's time goes, when nobody else asks: the same program put together anew, with a watch at each
//! step and at each statement.

mod watch;
mod watched;

use std::{fmt, sync::Arc};

use axum::http::Uri;
use schakel::{
    federation::{GraphqlRequest, Hub},
    request::{
        NietGedeeld, RequestContext, TraceId,
        authenticate::{Authenticated, Authenticator, Caller},
    },
};

use crate::{
    house,
    scene::{Question, Scene},
    statistics::milliseconds,
};
use watch::{Tally, Watch};

/// As often is enough for a mean that repeats.
const REQUESTS: usize = 200;

/// What one request consists of, on average.
pub struct Profile {
    title: String,
    tallies: Vec<(String, Tally)>,
}

/// Asks the question one at a time, in this process, past HTTP.
pub async fn profile(scene: &Scene, question: &Question) -> Profile {
    let watch = Watch::default();
    let hub = house::hub(&scene.app, &watch).await;
    let authenticator = &scene.app.installation().authenticator;
    let headers = scene.headers();
    let requests: Vec<GraphqlRequest> = question
        .bodies
        .iter()
        .map(|body| serde_json::from_value(body.clone()).expect("a question"))
        .collect();
    // Once unwatched: what is made once per process is made now.
    answer(&hub, requests[0].clone(), caller(authenticator, &headers).await).await;
    watch.take();
    for request in requests.iter().cycle().take(REQUESTS) {
        let whole = watch.begin("request, past HTTP");
        let entering = watch.begin("authenticate");
        let caller = caller(authenticator, &headers).await;
        watch.end(entering);
        let joining = watch.begin("hub, all of it");
        let (answer, niet_gedeeld) = answer(&hub, request.clone(), caller).await;
        watch.end(joining);
        let writing = watch.begin("write JSON");
        let body = serde_json::to_vec(&answer.into_json(niet_gedeeld)).expect("an answer is json");
        watch.end(writing);
        watch.end(whole);
        assert!(!body.is_empty());
    }
    Profile {
        title: question.title(),
        tallies: watch.take(),
    }
}

async fn caller(authenticator: &Authenticator, headers: &axum::http::HeaderMap) -> Caller {
    let uri = Uri::from_static("/graphql");
    match authenticator.authenticate(headers, &uri).await {
        Ok(Authenticated::Caller(caller)) => caller,
        other => panic!("nobody was let in: {other:?}"),
    }
}

async fn answer(
    hub: &Hub,
    request: GraphqlRequest,
    caller: Caller,
) -> (schakel::federation::HubAnswer, NietGedeeld) {
    let context = RequestContext {
        caller,
        trace_id: TraceId::begin(),
        minimale_registerversie: None,
        niet_gedeeld: NietGedeeld::default(),
    };
    let niet_gedeeld = context.niet_gedeeld;
    (hub.answer(request, Arc::new(context)).await, niet_gedeeld)
}

impl Profile {
    /// All statements together; beside each other, so that their times may add up to more than the request's.
    fn statements(&self) -> Tally {
        let statements = self.tallies.iter().filter(|(step, _)| step.starts_with("SQL "));
        statements.fold(Tally::default(), |all, (_, tally)| Tally {
            times: all.times + tally.times,
            time: all.time + tally.time,
        })
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: one at a time, per request\n", self.title)?;
        writeln!(f, "| {:<44} | {:>6} | {:>8} |", "step", "times", "ms")?;
        writeln!(f, "|:{:-<44}-|-{:->6}:|-{:->8}:|", "", "", "")?;
        let all = ("all statements".to_owned(), self.statements());
        for (step, tally) in self.tallies.iter().chain([&all]) {
            let per_request = |total: f64| total / REQUESTS as f64;
            let (times, time) = (
                per_request(tally.times as f64),
                per_request(milliseconds(tally.time)),
            );
            writeln!(f, "| {step:<44} | {times:>6.2} | {time:>8.3} |")?;
        }
        Ok(())
    }
}
