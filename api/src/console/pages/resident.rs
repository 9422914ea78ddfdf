//! The page of a resident: who may see what now, what was granted, and when.

mod matrix;
mod timeline;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use matrix::Matrix;
use timeline::Moment;
use uuid::Uuid;

use super::{
    super::{
        dates,
        failure::Failure,
        page::{Frame, render},
        texts::Texts,
        visitor::Visitor,
    },
    grants::{self, Pakket, Register, Toestemming},
    mark_of, path_of, read_inwoner,
    requests::{self, ShownRequest},
    tabs::{self, Place, Tab},
};
use crate::console::extract::Path;

#[derive(Template)]
#[template(path = "console/resident.html")]
struct ResidentPage {
    frame: Frame,
    path: String,
    mark: String,
    tabs: Vec<Tab>,
    pakketten: Vec<Pakket>,
    matrix: Matrix,
    gesprekken: Vec<Gesprek>,
    can_end_all: bool,
    tijdlijn: Vec<Moment>,
    verzoeken: Vec<ShownRequest>,
    /// What a consent manager of a party is told of the reach of that party.
    bereik: Option<String>,
    /// What is said where nobody sees anything, and of withdrawing everything: keys of the catalogue.
    niemand: &'static str,
    alles_intrekken: &'static str,
}

/// The grants of one conversation.
struct Gesprek {
    id: Uuid,
    naam: String,
    status: String,
    kind: &'static str,
    sinds: String,
    delen: Vec<GesprekDeel>,
    can_end: bool,
    holds: bool,
    /// Whether some of it waits for a second consent manager.
    waits: bool,
}

/// One of them.
struct GesprekDeel {
    id: Uuid,
    ontvanger: String,
    bronhouder: String,
    groepen: Vec<String>,
    status: String,
    can_end: bool,
}

/// Shows it.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path(inwoner): Path<String>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let register = Register::of(&visitor, &inwoner).await?;
    let zicht = grants::who_can(&visitor, &inwoner).await?;
    let weigeringen = grants::refusals(&visitor, &inwoner).await?;
    let verzoeken = requests::of_inwoner(&visitor, &inwoner).await?;
    let t = visitor.texts();
    let gesprekken = gesprekken(t, &register);
    let page = ResidentPage {
        frame: Frame::of(&visitor, "inwoner.titel"),
        path: path_of(&inwoner),
        mark: mark_of(&inwoner),
        tabs: tabs::of(&visitor, &inwoner, Place::Toestemmingen),
        matrix: Matrix::of(t, &register, &zicht),
        can_end_all: gesprekken.iter().filter(|gesprek| gesprek.can_end).count() > 1,
        gesprekken,
        tijdlijn: timeline::of(t, &register.toestemmingen, &weigeringen, visitor.now()),
        verzoeken: verzoeken
            .iter()
            .map(|verzoek| ShownRequest::of(t, verzoek))
            .collect(),
        niemand: visitor.as_far_as_told("inwoner.niemand", "inwoner.niemand_hier"),
        alles_intrekken: visitor.as_far_as_told("inwoner.alles_intrekken", "inwoner.alles_intrekken_hier"),
        bereik: (!visitor.is_central()).then(|| t.say_with("inwoner.bereik", visitor.partij_naam())),
        pakketten: register.verleenbaar.pakketten,
    };
    render(StatusCode::OK, &page)
}

/// The conversations, the latest first.
fn gesprekken(t: &Texts, register: &Register) -> Vec<Gesprek> {
    let mut ids: Vec<Uuid> = Vec::new();
    for grant in register.toestemmingen.iter().rev() {
        if !ids.contains(&grant.gesprek) {
            ids.push(grant.gesprek);
        }
    }
    ids.into_iter()
        .filter_map(|id| gesprek(t, id, &register.of_gesprek(id)))
        .collect()
}

fn gesprek(t: &Texts, id: Uuid, grants: &[&Toestemming]) -> Option<Gesprek> {
    let first = grants.first()?;
    // A conversation stands as long as something of it does.
    let telling = grants.iter().find(|grant| grant.can_end()).unwrap_or(first);
    let last = dates::last_day(t, telling.geldig_tot);
    let sinds = format!(
        "{}. {}.",
        t.say_with("inwoner.gegeven_op", dates::day(t, first.verleend_op)),
        t.say_with("tijd.eindigt", last)
    );
    Some(Gesprek {
        id,
        naam: naam_of(t, first.pakket.as_deref()),
        status: t.say_of("status", &telling.status).to_owned(),
        kind: match telling.status.as_str() {
            "ACTIEF" => "on",
            "NOG_NIET_INGEGAAN" | "WACHT_OP_TWEEDE" => "soon",
            _ => "off",
        },
        sinds,
        can_end: grants.iter().any(|grant| grant.can_end()),
        holds: grants.iter().any(|grant| grant.holds()),
        waits: grants.iter().any(|grant| grant.waits()),
        delen: grants.iter().map(|grant| deel(t, grant)).collect(),
    })
}

/// What a bundle is called, and what single grants are.
pub(super) fn naam_of(t: &Texts, pakket: Option<&str>) -> String {
    match pakket {
        Some(pakket) => t.say_of("pakket", pakket).to_owned(),
        None => t.say("inwoner.los").to_owned(),
    }
}

fn deel(t: &Texts, grant: &Toestemming) -> GesprekDeel {
    let groep = |groep: &crate::domain::Gegevensgroep| t.say_of("groep", groep.word()).to_owned();
    GesprekDeel {
        id: grant.id,
        ontvanger: grant.ontvanger.naam.clone(),
        bronhouder: grant.bronhouder.naam.clone(),
        groepen: grant.groepen.iter().map(groep).collect(),
        status: t.say_of("status", &grant.status).to_owned(),
        can_end: grant.can_end(),
    }
}
