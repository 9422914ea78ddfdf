//! The page of a resident: who may see what now, what was granted, and when.

mod matrix;
mod timeline;

use askama::Template;
use axum::{http::StatusCode, response::Response};
use matrix::Matrix;
use serde::Deserialize;
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
    mark_of,
    pager::{List, Pager},
    path_of, read_inwoner,
    requests::{self, ShownRequest},
    tabs::{self, Place, Tab},
};
use crate::console::extract::{Path, Query};

/// So many conversations, and so many lines of the timeline, on one page.
const GESPREKKEN: usize = 10;
const MOMENTS: usize = 25;

#[derive(Template)]
#[template(path = "console/resident.html")]
struct ResidentPage<'a> {
    frame: Frame,
    path: &'a str,
    mark: String,
    tabs: Vec<Tab>,
    pakketten: Vec<Pakket>,
    matrix: Matrix,
    gesprekken: &'a [Gesprek],
    gesprekken_pager: Pager,
    can_end_all: bool,
    tijdlijn: &'a [Moment],
    tijdlijn_pager: Pager,
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

/// Which pages of the two lists are asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Pages {
    toestemmingen: String,
    tijdlijn: String,
}

/// Shows it.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path(inwoner): Path<String>,
    Query(pages): Query<Pages>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let register = Register::of(&visitor, &inwoner).await?;
    let zicht = grants::who_can(&visitor, &inwoner).await?;
    let weigeringen = grants::refusals(&visitor, &inwoner).await?;
    let verzoeken = requests::of_inwoner(&visitor, &inwoner).await?;
    let t = visitor.texts();
    let path = path_of(&inwoner);
    let gesprekken = gesprekken(t, &register);
    let given = List {
        heading: "gegeven",
        field: "toestemmingen",
        page: &pages.toestemmingen,
        path: &path,
        others: &[("tijdlijn", &pages.tijdlijn)],
    };
    let (gesprekken_pager, shown) = Pager::of(&gesprekken, GESPREKKEN, &given);
    let tijdlijn = timeline::of(t, &register.toestemmingen, &weigeringen, visitor.now());
    let happened = List {
        heading: "tijdlijn",
        field: "tijdlijn",
        page: &pages.tijdlijn,
        path: &path,
        others: &[("toestemmingen", &pages.toestemmingen)],
    };
    let (tijdlijn_pager, moments) = Pager::of(&tijdlijn, MOMENTS, &happened);
    let page = ResidentPage {
        frame: Frame::of(&visitor, "inwoner.titel"),
        path: &path,
        mark: mark_of(&inwoner),
        tabs: tabs::of(&visitor, &inwoner, Place::Toestemmingen),
        matrix: Matrix::of(t, &register, &zicht),
        can_end_all: gesprekken.iter().filter(|gesprek| gesprek.can_end).count() > 1,
        gesprekken: shown,
        gesprekken_pager,
        tijdlijn: moments,
        tijdlijn_pager,
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

/// The conversations: what stands before what has ended, so that nobody has to look for what can be withdrawn; the
/// latest first.
fn gesprekken(t: &Texts, register: &Register) -> Vec<Gesprek> {
    let mut ids: Vec<Uuid> = Vec::new();
    for grant in register.toestemmingen.iter().rev() {
        if !ids.contains(&grant.gesprek) {
            ids.push(grant.gesprek);
        }
    }
    let told = ids
        .into_iter()
        .filter_map(|id| gesprek(t, id, &register.of_gesprek(id)));
    let mut gesprekken: Vec<Gesprek> = told.collect();
    gesprekken.sort_by_key(|gesprek| !gesprek.can_end);
    gesprekken
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
