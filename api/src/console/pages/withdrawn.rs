use askama::Template;
use axum::{http::StatusCode, response::Response};
use serde::Deserialize;

use super::{
    super::{
        dates,
        failure::Failure,
        page::{Frame, render},
        visitor::Visitor,
    },
    grants::{self, Register, Toestemming, Voorval, Zicht},
    mark_of,
    opened::{Opened, Part, named_once, opened},
    path_of, read_inwoner,
};
use crate::console::extract::{Path, Query};
use crate::domain::Gegevensgroep;

#[derive(Template)]
#[template(path = "console/withdrawn.html")]
struct WithdrawnPage {
    frame: Frame,
    path: String,
    mark: String,
    /// What somebody else did meanwhile, if anybody did: a key of the catalogue.
    intussen: Option<&'static str>,
    op: Option<String>,
    /// What can't be seen any more.
    geeindigd: Vec<Opened>,
    /// What was withdrawn and can still be seen, by another grant or by law.
    toch_open: Vec<Opened>,
    /// What stands at all.
    blijft: Vec<Opened>,
    /// What is said when nothing does: a key of the catalogue.
    blijft_niets: &'static str,
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
    let zicht = grants::who_can(&visitor, &inwoner).await?;
    let divided: Vec<(&Toestemming, [Vec<Gegevensgroep>; 2])> = ended
        .iter()
        .map(|(grant, voorval)| (*grant, divide(&zicht, grant, &voorval.groepen)))
        .collect();
    let of_those = |which: usize| {
        let parts = divided.iter().filter_map(|(grant, both)| {
            let groepen = both.get(which)?;
            Some(Part {
                groepen,
                ..Part::from(*grant)
            })
        });
        named_once(opened(t, parts, |_| false))
    };
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
        geeindigd: of_those(0),
        toch_open: of_those(1),
        blijft_niets: visitor.as_far_as_told("inwoner.niemand", "inwoner.niemand_hier"),
        blijft: named_once(opened(t, active.map(Part::from), |_| false)),
        frame: Frame::of(&visitor, "ingetrokken.titel"),
    };
    render(StatusCode::OK, &page)
}

/// What the receiver can't see any more, and what it still can. What can't be told counts as ended: it was withdrawn.
fn divide(zicht: &Zicht, grant: &Toestemming, groepen: &[Gegevensgroep]) -> [Vec<Gegevensgroep>; 2] {
    let is_open = |groep: &Gegevensgroep| {
        let told = zicht.get(groep).and_then(Option::as_ref);
        told.is_some_and(|all| {
            all.iter().any(|kan| {
                kan.toegestaan
                    && kan.bronhouder.id == grant.bronhouder.id
                    && kan.partij.id == grant.ontvanger.id
            })
        })
    };
    let (open, ended) = groepen.iter().partition(|groep| is_open(groep));
    [ended, open]
}
