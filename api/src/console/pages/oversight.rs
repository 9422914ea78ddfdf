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
    work::Work,
};

#[derive(Template)]
#[template(path = "console/oversight.html")]
struct OversightPage {
    frame: Frame,
    /// How many openings wait at least; one more than is counted means more.
    waiting: usize,
    is_more: bool,
}

/// What there is to do.
pub(in super::super) async fn show(visitor: Visitor) -> Result<Response, Failure> {
    visitor.require(Work::Oversight)?;
    let waiting = openings::waiting(&visitor).await?;
    let page = OversightPage {
        frame: Frame::of(&visitor, "beheer.titel"),
        waiting: waiting.count,
        is_more: waiting.is_more,
    };
    render(StatusCode::OK, &page)
}
