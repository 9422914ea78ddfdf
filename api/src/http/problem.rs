use std::borrow::Cow;

use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

/// A failure as a client sees it (RFC 9457): a stable code and a plain Dutch sentence, nothing of what
/// was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    title: &'static str,
    detail: Cow<'static, str>,
    challenge: Option<BearerError>,
}

/// The error code of a `WWW-Authenticate: Bearer` challenge (RFC 6750, §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BearerError {
    /// Nothing was offered: such a challenge names no error.
    NothingOffered,
    /// The token was offered in a way that is not allowed.
    InvalidRequest,
    /// The token itself is not accepted.
    InvalidToken,
}

impl Problem {
    /// A problem with a stable code. `detail` must hold nothing of the request.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<Cow<'static, str>>) -> Self {
        let challenge = (status == StatusCode::UNAUTHORIZED).then_some(BearerError::InvalidToken);
        Self {
            status,
            code,
            title: title(status),
            detail: detail.into(),
            challenge,
        }
    }

    pub(crate) fn unauthorized(
        code: &'static str,
        error: BearerError,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            challenge: Some(error),
            ..Self::new(StatusCode::UNAUTHORIZED, code, detail)
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The code that programs may rely on.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The sentence for people (Dutch).
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The problem as a JSON document, for doors that are no HTTP response (a WebSocket's close, a GraphQL
    /// error).
    pub fn to_json(&self) -> serde_json::Value {
        let Self {
            status,
            code,
            title,
            detail,
            ..
        } = self;
        serde_json::json!({
            "type": kind(code), "title": title, "status": status.as_u16(), "detail": detail, "code": code,
        })
    }

    fn challenge_header(&self) -> Option<(HeaderName, HeaderValue)> {
        let error = match self.challenge? {
            BearerError::NothingOffered => None,
            BearerError::InvalidRequest => Some("invalid_request"),
            BearerError::InvalidToken => Some("invalid_token"),
        };
        let text = error.map_or_else(
            || r#"Bearer realm="schakel""#.to_owned(),
            |error| {
                format!(
                    r#"Bearer realm="schakel", error="{error}", error_description="{}""#,
                    self.code
                )
            },
        );
        HeaderValue::from_str(&text)
            .ok()
            .map(|value| (header::WWW_AUTHENTICATE, value))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "application/problem+json"),
            (header::CONTENT_LANGUAGE, "nl"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        let mut response = (self.status, headers, axum::Json(self.to_json())).into_response();
        response.headers_mut().extend(self.challenge_header());
        response
    }
}

fn kind(code: &str) -> String {
    format!("urn:schakel:probleem:{code}")
}

fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "Onjuist verzoek",
        StatusCode::UNAUTHORIZED => "Niet aangemeld",
        StatusCode::FORBIDDEN => "Niet toegestaan",
        StatusCode::NOT_FOUND => "Niet gevonden",
        StatusCode::METHOD_NOT_ALLOWED => "Methode niet toegestaan",
        StatusCode::PAYLOAD_TOO_LARGE => "Verzoek te groot",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "Soort inhoud niet ondersteund",
        StatusCode::TOO_MANY_REQUESTS => "Te veel verzoeken",
        StatusCode::REQUEST_TIMEOUT | StatusCode::GATEWAY_TIMEOUT => "Duurde te lang",
        StatusCode::SERVICE_UNAVAILABLE => "Tijdelijk niet beschikbaar",
        _ if status.is_client_error() => "Verzoek geweigerd",
        _ => "Fout in de dienst",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn body(response: Response) -> serde_json::Value {
        let bytes = axum::body::to_bytes(response.into_body(), 4096).await.unwrap();
        serde_json::from_slice(&bytes).unwrap()
    }

    #[tokio::test]
    async fn a_problem_is_problem_json() {
        let problem = Problem::new(
            StatusCode::FORBIDDEN,
            "DOEL_NIET_TOEGESTAAN",
            "Dit doel mag niet.",
        );
        let told = problem.to_json();
        let response = problem.into_response();
        assert_eq!(response.status(), 403);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "application/problem+json"
        );
        assert_eq!(response.headers().get_all(header::CONTENT_TYPE).iter().count(), 1);
        assert!(response.headers().get(header::WWW_AUTHENTICATE).is_none());
        let body = body(response).await;
        assert_eq!(body, told);
        assert_eq!(
            body,
            serde_json::json!({
                "type": "urn:schakel:probleem:DOEL_NIET_TOEGESTAAN", "title": "Niet toegestaan", "status": 403,
                "detail": "Dit doel mag niet.", "code": "DOEL_NIET_TOEGESTAAN",
            })
        );
    }

    #[test]
    fn a_401_challenges_with_the_error_of_rfc_6750() {
        let header = |problem: Problem| problem.into_response().headers()[header::WWW_AUTHENTICATE].clone();
        let problem = Problem::new(
            StatusCode::UNAUTHORIZED,
            "TOKEN_VERLOPEN",
            "Het token is verlopen.",
        );
        let expected = r#"Bearer realm="schakel", error="invalid_token", error_description="TOKEN_VERLOPEN""#;
        assert_eq!(header(problem), expected);
        let problem = Problem::unauthorized("TOKEN_ONTBREEKT", BearerError::NothingOffered, "Geen token.");
        assert_eq!(header(problem), r#"Bearer realm="schakel""#);
    }
}
