use axum::{
    extract::Query,
    http::{HeaderMap, HeaderName, Uri, header},
};

use super::refusal::Refusal;
use crate::http::Problem;

/// The header in which a request names its one purpose.
pub const DOEL_HEADER: HeaderName = HeaderName::from_static("doel");

/// What a request offers to show who it is: a token and a purpose, both still unread.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    token: &'a str,
    doel: Option<&'a str>,
}

impl<'a> Credentials<'a> {
    /// What a WebSocket offers in its `connection_init`.
    pub fn new(token: &'a str, doel: Option<&'a str>) -> Self {
        Self { token, doel }
    }

    /// What an HTTP request offers: the token in its one `Authorization` header, the purpose in its one
    /// `Doel` header.
    ///
    /// # Errors
    /// A [`Problem`] when there is no token, or one in the address, or when a header stands there twice.
    pub fn from_request(headers: &'a HeaderMap, uri: &Uri) -> Result<Self, Problem> {
        Ok(Self::read(headers, uri)?)
    }

    fn read(headers: &'a HeaderMap, uri: &Uri) -> Result<Self, Refusal> {
        if names_token(uri) {
            return Err(Refusal::TokenInUrl);
        }
        let mut authorization = headers.get_all(header::AUTHORIZATION).iter();
        let value = authorization.next().ok_or(Refusal::TokenMissing)?;
        if authorization.next().is_some() {
            return Err(Refusal::AuthorizationTwice);
        }
        let value = value.to_str().map_err(|_| Refusal::TokenUnreadable)?;
        Ok(Self {
            token: bearer(value)?,
            doel: named_doel(headers)?,
        })
    }

    pub(super) fn token(&self) -> &'a str {
        self.token
    }

    pub(super) fn doel(&self) -> Option<&'a str> {
        self.doel
    }
}

fn bearer(value: &str) -> Result<&str, Refusal> {
    let (scheme, token) = value.split_once(' ').unwrap_or((value, ""));
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::SchemeNotAllowed);
    }
    let token = token.trim();
    if token.is_empty() {
        Err(Refusal::TokenMissing)
    } else {
        Ok(token)
    }
}

/// An address that cannot be read is taken to hold a token: better one honest request refused.
fn names_token(uri: &Uri) -> bool {
    Query::<Vec<(String, String)>>::try_from_uri(uri).map_or(true, |Query(pairs)| {
        pairs
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("access_token"))
    })
}

fn named_doel(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let mut values = headers.get_all(DOEL_HEADER).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(Refusal::DoelTwice);
    }
    value.to_str().map(Some).map_err(|_| Refusal::DoelUnknown)
}
