use askama::Template;
use axum::{
    extract::{Path, Query},
    http::StatusCode,
    response::Response,
};
use serde::Deserialize;

use super::{
    super::{
        dates,
        failure::Failure,
        page::{Frame, render},
        visitor::Visitor,
    },
    grants::{Register, Toestemming, Voorval},
    mark_of,
    opened::{Opened, Part, opened},
    path_of, read_inwoner,
};

#[derive(Template)]
#[template(path = "console/withdrawn.html")]
struct WithdrawnPage {
    frame: Frame,
    path: String,
    mark: String,
    /// What somebody else did meanwhile, if anybody did: a key of the catalogue.
    intussen: Option<&'static str>,
    op: Option<String>,
    geeindigd: Vec<Opened>,
    blijft: Vec<Opened>,
}

/// What was found when it was withdrawn.
#[derive(Debug, Default, Deserialize)]
pub(in super::super) struct Found {
    al: Option<String>,
}

/// Shows what ended at a moment (in microseconds, UTC), and what may still be seen.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, moment)): Path<(String, i64)>,
    Query(found): Query<Found>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let register = Register::of(&visitor, &inwoner).await?;
    let t = visitor.texts();
    let ended: Vec<(&Toestemming, &Voorval)> = register
        .toestemmingen
        .iter()
        .flat_map(|grant| grant.voorvallen().map(move |voorval| (grant, voorval)))
        .filter(|(_, voorval)| voorval.soort == "INGETROKKEN" && voorval.op.timestamp_micros() == moment)
        .collect();
    let parts = ended.iter().map(|(grant, voorval)| Part {
        groepen: &voorval.groepen,
        ..Part::from(*grant)
    });
    let active = register.toestemmingen.iter().filter(|grant| grant.is_active());
    let page = WithdrawnPage {
        path: path_of(&inwoner),
        mark: mark_of(&inwoner),
        intussen: match found.al.as_deref() {
            Some("deels") => Some("ingetrokken.al_deels"),
            Some("alles") => Some("ingetrokken.al_alles"),
            _ => None,
        },
        op: ended
            .first()
            .map(|(_, voorval)| dates::day_and_time(t, voorval.op)),
        geeindigd: opened(t, parts, |_| false),
        blijft: opened(t, active.map(Part::from), |_| false),
        frame: Frame::of(&visitor, "ingetrokken.titel"),
    };
    render(StatusCode::OK, &page)
}
