use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::{
    Extension,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Uri},
    response::Response,
};
use chrono::{DateTime, Utc};
use futures::{FutureExt, StreamExt, future::BoxFuture, stream};
use tokio::sync::watch;
use uuid::Uuid;

use super::{SubgraphAnswer, SubgraphDoors, admit, prepare};
use crate::{
    federation::{ClientError, Foutcode, HEARTBEAT, STREAM_ID, document::Over},
    http::{
        Problem, Times, body, context,
        streams::{Closing, sse, too_many},
    },
    request::authenticate::{Authenticator, Caller, Credentials, Session},
};

/// The streams that the hub keeps open here, each for as long as it shows tokens of the same caller.
#[derive(Clone, Default)]
pub(super) struct Renewals(Arc<Mutex<HashMap<Uuid, Renewable>>>);

struct Renewable {
    caller: Caller,
    until: watch::Sender<DateTime<Utc>>,
}

/// Takes the stream off the list when it ends.
struct Listed(Renewals, Uuid);

/// Opens a stream for the hub, or for a foreign router where that is allowed.
pub(super) async fn open(
    State(doors): State<SubgraphDoors>,
    Extension(closing): Extension<Closing>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let process = Arc::clone(&doors.process);
    let session = session(&process.authenticator, &parts.headers, &parts.uri).await?;
    let (caller, asker) = admit(&process, session.who)?;
    let context = Arc::new(context::read(&parts.headers, caller.clone())?);
    sse::require_accepted(&parts.headers)?;
    let question = body::read(&parts.headers, body, doors.bounds).await?;
    let permit = doors.gate.enter(&caller).ok_or_else(too_many)?;
    let authenticator = Arc::clone(&process.authenticator);
    let reached = move |until| authenticator.ended(until);
    let (id, listed, ended) = doors.renewals.list(caller, session.until, reached);
    let answers = match prepare(&process, question, &context, Over::Stream).await {
        Ok(request) => {
            let responses = process.room.subscribe(request);
            let answer = move |response| {
                let (process, context) = (Arc::clone(&process), Arc::clone(&context));
                async move { SubgraphAnswer::of(response, &process, &context, asker).await }
            };
            responses.then(answer).boxed()
        }
        Err(faults) => stream::once(async move { SubgraphAnswer::refused(&faults) }).boxed(),
    };
    let events = answers.map(move |answer| {
        let _held = (&permit, &listed);
        sse::next(&answer)
    });
    let times = Times {
        heartbeat: HEARTBEAT,
        write: Duration::from_secs(doors.bounds.streams.write_seconds),
    };
    let expired = ClientError::new(Foutcode::TokenVerlopen, "the token was not renewed in time");
    let expired = sse::next(&SubgraphAnswer::refused(&[expired]));
    let mut response = sse::respond(sse::tell(events.boxed(), ended, expired), times, closing);
    if let Ok(id) = HeaderValue::from_str(&id.to_string()) {
        response
            .headers_mut()
            .insert(HeaderName::from_static(STREAM_ID), id);
    }
    Ok(response)
}

/// Lets a stream go on for as long as a new token of the same caller holds.
pub(super) async fn renew(
    State(doors): State<SubgraphDoors>,
    Path(id): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Result<StatusCode, Problem> {
    let process = &doors.process;
    let session = session(&process.authenticator, &headers, &uri).await?;
    let (caller, _) = admit(process, session.who)?;
    let is_renewed = Uuid::parse_str(&id).is_ok_and(|id| doors.renewals.renew(id, &caller, session.until));
    let detail = "Deze stroom is er niet, of niet voor deze vrager.";
    is_renewed
        .then_some(StatusCode::NO_CONTENT)
        .ok_or_else(|| Problem::new(StatusCode::NOT_FOUND, "STROOM_ONBEKEND", detail))
}

async fn session(authenticator: &Authenticator, headers: &HeaderMap, uri: &Uri) -> Result<Session, Problem> {
    let credentials = Credentials::from_request(headers, uri)?;
    authenticator.open_session(credentials).await
}

impl Renewals {
    /// Lists a stream; its name, what takes it off the list, and its end when it isn't renewed.
    fn list(
        &self,
        caller: Caller,
        until: DateTime<Utc>,
        reached: impl Fn(DateTime<Utc>) -> BoxFuture<'static, ()> + Send + Sync + 'static,
    ) -> (Uuid, Listed, BoxFuture<'static, ()>) {
        let id = Uuid::new_v4();
        let (until, mut renewed) = watch::channel(until);
        self.lock().insert(id, Renewable { caller, until });
        let ended = async move {
            loop {
                let until = *renewed.borrow_and_update();
                tokio::select! {
                    // A token that came in time counts, even when the end of the last one is noticed with it.
                    biased;
                    renewed = renewed.changed() => if renewed.is_err() { return },
                    () = reached(until) => return,
                }
            }
        };
        (id, Listed(self.clone(), id), ended.boxed())
    }

    fn renew(&self, id: Uuid, caller: &Caller, until: DateTime<Utc>) -> bool {
        match self.lock().get(&id) {
            Some(renewable) if &renewable.caller == caller => {
                renewable.until.send_replace(until);
                true
            }
            _ => false,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, Renewable>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Listed {
    fn drop(&mut self) {
        self.0.lock().remove(&self.1);
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::{
        clock::{Clock, FixedClock},
        domain::{Doel, Rol},
    };

    fn caller(partij: &str) -> Caller {
        Caller::for_test(partij, [Rol::Buurtteammedewerker], Doel::AfstemmingTraject)
    }

    #[tokio::test]
    async fn a_stream_lasts_as_long_as_tokens_of_its_caller_come() {
        let begin = "2026-06-15T10:00:00Z".parse().unwrap();
        let clock = Arc::new(FixedClock::at(begin));
        let minute = TimeDelta::minutes(1);
        let (renewals, reading) = (Renewals::default(), Arc::clone(&clock));
        let (id, listed, mut ended) = renewals.list(caller("incluzio"), begin + minute, move |until| {
            reading.reached(until)
        });
        clock.set(begin + minute / 2);
        assert!((&mut ended).now_or_never().is_none());
        assert!(
            !renewals.renew(id, &caller("lokalis"), begin + minute * 9),
            "not by another caller"
        );
        assert!(!renewals.renew(Uuid::new_v4(), &caller("incluzio"), begin + minute * 9));
        assert!(renewals.renew(id, &caller("incluzio"), begin + minute * 2));
        clock.set(begin + minute);
        assert!((&mut ended).now_or_never().is_none());
        clock.set(begin + minute * 2);
        ended.await;
        drop(listed);
        assert!(
            !renewals.renew(id, &caller("incluzio"), begin + minute * 9),
            "it is over"
        );
    }
}
