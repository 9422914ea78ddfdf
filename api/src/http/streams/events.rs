use std::{sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Request, State},
    response::Response,
};
use futures::{StreamExt, stream};

use super::{Closing, sse, too_many};
use crate::{
    federation::{ClientError, Foutcode, HubAnswer},
    http::{Doors, Problem, body, context, graphql::person},
    request::authenticate::Credentials,
};

/// Answers one question over server-sent events (graphql-sse, distinct connections): a subscription as long as it
/// lasts, another question once.
pub(in crate::http) async fn events(
    State(doors): State<Doors>,
    Extension(closing): Extension<Closing>,
    request: Request,
) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let authenticator = &doors.installation.authenticator;
    let credentials = Credentials::from_request(&parts.headers, &parts.uri)?;
    let session = authenticator.open_session(credentials).await?;
    let context = context::read(&parts.headers, person(session.who)?)?;
    sse::require_accepted(&parts.headers)?;
    let question = body::read(&parts.headers, body, doors.bounds).await?;
    let permit = doors.gate.enter(&context.caller).ok_or_else(too_many)?;
    let (ended, niet_gedeeld) = (authenticator.ended(session.until), context.niet_gedeeld);
    let hub = Arc::clone(&doors.installation.hub);
    let answers = async move { hub.open(question, Arc::new(context)).await };
    let answers = stream::once(answers).flatten();
    let events = answers.map(move |answer| {
        let _held = &permit;
        sse::next(&answer.into_json(niet_gedeeld))
    });
    let expired = sse::next(&token_expired().into_json(niet_gedeeld));
    let streams = doors.bounds.streams;
    let times = sse::Times {
        heartbeat: Duration::from_secs(streams.heartbeat_seconds),
        write: Duration::from_secs(streams.write_seconds),
    };
    let told = sse::tell(events.boxed(), ended, expired);
    Ok(sse::respond(told, times, closing))
}

fn token_expired() -> HubAnswer {
    let message = "the token has expired: subscribe again with a new one";
    HubAnswer::refused(vec![ClientError::new(Foutcode::TokenVerlopen, message)])
}
