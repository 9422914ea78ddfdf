use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, Response, StatusCode, header},
    response::IntoResponse,
};

use super::Problem;

/// What every answer carries (API Design Rules, `/transport/security-headers`). Nothing is kept by caches.
const HEADERS: [(HeaderName, &str); 7] = [
    (HeaderName::from_static("api-version"), env!("CARGO_PKG_VERSION")),
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; frame-ancestors 'none'",
    ),
];

/// Adds the headers that an answer doesn't set itself.
pub(super) async fn secure(mut response: Response<Body>) -> Response<Body> {
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// The answer when a handler panicked: the operator finds it in the log.
pub(super) fn panicked() -> Response<Body> {
    tracing::error!("a handler panicked");
    Problem::new(
        StatusCode::INTERNAL_SERVER_ERROR,
        "INTERNE_FOUT",
        "Er ging iets mis.",
    )
    .into_response()
}
