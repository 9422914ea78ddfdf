use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{Room, assets, failure::Failure, form::Faults, texts::Texts, visitor::Visitor, work::Work};

/// What a page may do: show what this server sends, run its one script, ask this server, send forms back. Nothing
/// inline, nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; script-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// What every page has around it.
pub(super) struct Frame {
    /// The texts in the reader's language.
    pub(super) t: Texts,
    /// The title, before the name of the console.
    pub(super) title: String,
    /// The style sheet.
    pub(super) style: String,
    /// The script, without which everything works too.
    pub(super) script: String,
    /// The languages to choose from, each with its own name.
    pub(super) talen: Vec<(String, String)>,
    /// Whether the demo is shown.
    pub(super) is_demo: bool,
    /// What the signed-in person's forms carry; absent where nobody is signed in.
    pub(super) formulier: Option<String>,
    /// The party of who is signed in.
    pub(super) partij: String,
    /// How many seconds who is signed in stays so without doing anything.
    pub(super) sessie: Option<i64>,
    /// How many requests wait for an answer of who is signed in; `None` where that can't be told.
    pub(super) wachtend: Option<u32>,
    /// Whether the pages of the privacy officer are theirs.
    pub(super) is_officer: bool,
    /// The address of this page, to come back to in another language.
    pub(super) here: String,
}

impl Frame {
    /// A page for somebody who may not be signed in; its title is a key of the catalogue.
    pub(super) fn for_anybody(room: &Room, headers: &HeaderMap, here: String, title: &str) -> Self {
        let t = room.console.catalogue.of_request(&room.console.cookies, headers);
        Self {
            title: t.say(title).to_owned(),
            t,
            style: assets::style_path(),
            script: assets::script_path(),
            talen: room.console.catalogue.languages(),
            is_demo: room.console.door.is_demo(),
            formulier: None,
            partij: String::new(),
            sessie: None,
            wachtend: None,
            is_officer: false,
            here,
        }
    }

    /// A page for a consent manager; its title is a key of the catalogue.
    pub(super) fn of(visitor: &Visitor, title: &str) -> Self {
        let t = visitor.texts().clone();
        Self {
            title: t.say(title).to_owned(),
            t,
            style: assets::style_path(),
            script: assets::script_path(),
            talen: visitor.languages(),
            is_demo: visitor.is_demo(),
            formulier: Some(visitor.formulier().to_owned()),
            partij: visitor.partij_naam().to_owned(),
            sessie: Some(visitor.seconds_left()),
            wachtend: visitor.wachtend(),
            is_officer: visitor.does(Work::Oversight),
            here: visitor.here().to_owned(),
        }
    }

    /// The secret that a form of this page carries.
    pub(super) fn secret(&self) -> &str {
        self.formulier.as_deref().unwrap_or_default()
    }
}

/// Writes a page.
pub(super) fn render(status: StatusCode, page: &impl Template) -> Result<Response, Failure> {
    let html = page.render().map_err(|error| Failure::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((status, headers, html).into_response())
}

/// The status of a page with a form: 422 where something is wrong with it.
pub(super) fn status_of(faults: &Faults) -> StatusCode {
    if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// Sends the browser to another page, to be looked at (303).
pub(super) fn redirect<const N: usize>(to: &str, cookies: [Option<HeaderValue>; N]) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    match HeaderValue::from_str(to) {
        Ok(to) => response.headers_mut().insert(header::LOCATION, to),
        Err(_) => return Failure::Internal.into_response(),
    };
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
