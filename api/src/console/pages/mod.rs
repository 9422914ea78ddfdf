//! A file per page: what it asks the hub, what it shows, what its form does.

pub(super) mod by_code;
pub(super) mod counter;
pub(super) mod ending;
pub(super) mod give;
pub(super) mod given;
mod grants;
mod how;
pub(super) mod language;
mod lines;
pub(super) mod open;
mod opened;
pub(super) mod oversight;
pub(super) mod overview;
mod pager;
mod preview;
pub(super) mod reaffirm;
pub(super) mod refuse;
pub(super) mod requests;
pub(super) mod resident;
pub(super) mod search;
pub(super) mod second;
pub(super) mod seen;
pub(super) mod stay;
mod tabs;
pub(super) mod withdraw;
pub(super) mod withdrawn;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{Method, StatusCode},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::{
    Room,
    failure::{Failure, Unsent},
    page::{Frame, render},
    wanted::address_of,
};
use crate::domain::InwonerId;

#[derive(Template)]
#[template(path = "console/failed.html")]
struct FailedPage {
    frame: Frame,
    explanation: String,
    /// Where it can be seen how things stand now, when somebody else was first.
    resident: Option<String>,
    /// What can be sent again.
    unsent: Option<Unsent>,
}

/// Where there is no page.
pub(super) async fn not_found() -> Failure {
    Failure::NotFound
}

/// Puts a page in the place of a failure, in the reader's language.
pub(super) async fn tell_failure(State(room): State<Room>, request: Request, next: Next) -> Response {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let is_look = request.method() == Method::GET;
    let response = next.run(request).await;
    let Some(failure) = response.extensions().get::<Failure>() else {
        return response;
    };
    let words = failure.words();
    // What was sent can't be looked at again.
    let here = if is_look {
        address_of(&uri)
    } else {
        "/console".to_owned()
    };
    let mut frame = Frame::for_anybody(&room, &headers, here, "algemeen.fout");
    frame.title = frame.t.say_of("fout_kop", words).to_owned();
    let explanation = frame.t.say_of("fout_uitleg", words).to_owned();
    let status = failure.status();
    let page = FailedPage {
        frame,
        explanation,
        resident: (status == StatusCode::CONFLICT)
            .then(|| resident_in(uri.path()))
            .flatten(),
        unsent: match failure {
            Failure::Interrupted(unsent) => Some(unsent.clone()),
            _ => None,
        },
    };
    render(status, &page).unwrap_or_else(IntoResponse::into_response)
}

/// The page of the resident whom an address is about.
fn resident_in(path: &str) -> Option<String> {
    let (id, _) = path.strip_prefix("/console/inwoners/")?.split_once('/')?;
    read_inwoner(id).ok().map(|inwoner| path_of(&inwoner))
}

/// The resident of an address; whatever is no id is a page that isn't there.
fn read_inwoner(text: &str) -> Result<InwonerId, Failure> {
    InwonerId::new(text).map_err(|_| Failure::NotFound)
}

/// Where the page of a resident is.
fn path_of(inwoner: &InwonerId) -> String {
    format!("/console/inwoners/{inwoner}")
}

/// A few signs by which two residents are told apart, here and on paper.
fn mark_of(inwoner: &InwonerId) -> String {
    let signs: Vec<char> = inwoner.as_str().chars().take(8).collect();
    let (first, last) = signs.split_at(signs.len().min(4));
    format!(
        "{}-{}",
        first.iter().collect::<String>(),
        last.iter().collect::<String>()
    )
}
