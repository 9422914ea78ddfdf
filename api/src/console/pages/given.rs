use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use uuid::Uuid;

use super::{
    super::{
        dates,
        failure::Failure,
        page::{Frame, render},
        visitor::Visitor,
    },
    grants::Register,
    opened::{Opened, Part, opened},
    path_of, read_inwoner,
};

#[derive(Template)]
#[template(path = "console/given.html")]
struct GivenPage {
    frame: Frame,
    path: String,
    facts: Vec<(String, String)>,
    geopend: Vec<Opened>,
}

/// Shows what was granted in one conversation, to be printed and given along.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, gesprek)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let register = Register::of(&visitor, &inwoner).await?;
    let grants = register.of_gesprek(gesprek);
    let first = grants.first().ok_or(Failure::NotFound)?;
    let t = visitor.texts();
    let fact = |key: &str, value: String| (t.say(key).to_owned(), value);
    let facts = vec![
        fact("verlenen.feit_op", dates::day_and_time(t, first.verleend_op)),
        fact("verlenen.feit_tot", dates::last_day(t, first.geldig_tot)),
        fact(
            "verlenen.feit_doel",
            t.say_of("doel", first.doel.word()).to_owned(),
        ),
    ];
    let page = GivenPage {
        path: path_of(&inwoner),
        facts,
        geopend: opened(t, grants.iter().map(|grant| Part::from(*grant)), |_| false),
        frame: Frame::of(&visitor, "verleend.titel"),
    };
    render(StatusCode::OK, &page)
}
