use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::{
    http::{Problem, context, graphql::person},
    request::{
        RequestContext,
        authenticate::{Authenticator, Credentials},
    },
};

/// Who has been let in, with all that travels with each of their questions, and until when.
pub(super) struct Admitted {
    pub(super) context: RequestContext,
    pub(super) until: DateTime<Utc>,
}

/// The fields of `connection_init` that count, as headers of a request would.
const FIELDS: [&str; 5] = [
    "authorization",
    "doel",
    "minimale-registerversie",
    "niet-gedeeld",
    "traceparent",
];

/// Lets somebody in by the payload of `connection_init`.
///
/// # Errors
/// The same [`Problem`] as for a request with these headers.
pub(super) async fn let_in(
    authenticator: &Authenticator,
    payload: &Map<String, Value>,
) -> Result<Admitted, Problem> {
    let headers = headers(payload);
    // What would stand in an address stands nowhere here.
    let credentials = Credentials::from_request(&headers, &Uri::default())?;
    let session = authenticator.open_session(credentials).await?;
    let context = context::read(&headers, person(session.who)?)?;
    Ok(Admitted {
        context,
        until: session.until,
    })
}

/// What can't be a header is left out, so that a token in it is no token, and a bound in it is refused.
fn headers(payload: &Map<String, Value>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in payload {
        let Some(field) = FIELDS.iter().find(|field| field.eq_ignore_ascii_case(name)) else {
            continue;
        };
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Null => continue,
            other => other.to_string(),
        };
        let value = HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("?"));
        headers.append(HeaderName::from_static(field), value);
    }
    headers
}
