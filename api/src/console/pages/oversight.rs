//! The pages of the privacy officer.

pub(in super::super) mod breach;
pub(in super::super) mod logs;
pub(in super::super) mod openings;
pub(in super::super) mod reports;

use askama::Template;
use axum::{http::StatusCode, response::Response};

use super::super::{
    failure::Failure,
    page::{Frame, render},
    visitor::Visitor,
};

#[derive(Template)]
#[template(path = "console/oversight.html")]
struct OversightPage {
    frame: Frame,
    /// How many openings wait; so many are counted and no more.
    waiting: usize,
    is_more: bool,
}

/// What the hub counts up to.
const MOST_COUNTED: usize = 100;

/// What there is to do.
pub(in super::super) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    let waiting = openings::waiting(&visitor).await?;
    let page = OversightPage {
        frame: Frame::of(&visitor, "beheer.titel"),
        waiting,
        is_more: waiting >= MOST_COUNTED,
    };
    render(StatusCode::OK, &page)
}
