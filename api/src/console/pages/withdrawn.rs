use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};

use super::{
    super::{
        failure::Failure,
        page::{Frame, render},
        visitor::Visitor,
    },
    grants::Register,
    opened::{Opened, Part, opened},
    path_of, read_inwoner,
};

#[derive(Template)]
#[template(path = "console/withdrawn.html")]
struct WithdrawnPage {
    frame: Frame,
    path: String,
    geopend: Vec<Opened>,
}

/// Shows what may still be seen after a withdrawal.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path(inwoner): Path<String>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let register = Register::of(&visitor, &inwoner).await?;
    let active = register.toestemmingen.iter().filter(|grant| grant.is_active());
    let page = WithdrawnPage {
        path: path_of(&inwoner),
        geopend: opened(visitor.texts(), active.map(Part::from), |_| false),
        frame: Frame::of(&visitor, "ingetrokken.titel"),
    };
    render(StatusCode::OK, &page)
}
