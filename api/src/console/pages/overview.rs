//! How the help of a resident goes, on one sheet: where they are, what comes next and when, who does what. In plain words
//! and in the resident's language, on screen and on paper.

mod asked;
mod helpers;
mod missing;
mod phases;
mod steps;

use askama::Template;
use asked::{Answer, Trajectbeeld};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use helpers::Helper;
use missing::Missing;
use phases::Phases;
use serde::Deserialize;
use serde_json::{Map, Value};
use steps::Step;

use super::{
    super::{
        dates,
        failure::Failure,
        icons::Icon,
        page::{Frame, redirect, render},
        sheet::Sheet,
        texts::Texts,
        visitor::Visitor,
        work::Work,
    },
    mark_of, open, path_of, read_inwoner,
    tabs::{self, Place, Tab},
};
use crate::console::extract::{Path, Query};
use crate::domain::InwonerId;

#[derive(Template)]
#[template(path = "console/overview.html")]
struct OverviewPage {
    frame: Frame,
    sheet: Sheet,
    mark: String,
    tabs: Vec<Tab>,
    gemaakt_op: String,
    trajecten: Vec<Traject>,
    stappen: Vec<Step>,
    helpers: Vec<Helper>,
    missing: Missing,
}

/// One traject.
struct Traject {
    organisatie: String,
    loopt: String,
    fasen: Option<Phases>,
    besluiten: Vec<Besluit>,
}

/// What was decided.
struct Besluit {
    dag: String,
    wat: String,
}

impl OverviewPage {
    /// Whether there is nothing at all to tell.
    fn is_empty(&self) -> bool {
        self.trajecten.is_empty() && self.stappen.is_empty() && self.helpers.is_empty()
    }

    fn lock(&self) -> &'static str {
        Icon::Lock.svg()
    }
}

/// In which language.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Wanted {
    taal: String,
}

/// Shows it; who isn't involved says first why they look.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path(inwoner): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let work = work_of(&visitor)?;
    if work == Work::Help && !open::is_involved(&visitor, &inwoner).await? {
        return Ok(redirect(&open::path(&inwoner), []).into_response());
    }
    let told = visitor
        .ask_partly::<Answer>(work, asked::DOCUMENT, variables_of(&inwoner))
        .await?;
    let sheet = Sheet::of(&visitor, format!("{}/traject", path_of(&inwoner)), &wanted.taal);
    let t = &sheet.t;
    let mut frame = Frame::of(&visitor, "traject.titel");
    // In another language the page is that of who works with it: it isn't held to the language of this sheet.
    frame.here.clone_from(&sheet.path);
    let today = dates::today(visitor.now());
    let beeld = told.told.inwoner.unwrap_or_default();
    let page = OverviewPage {
        frame,
        mark: mark_of(&inwoner),
        tabs: tabs::of(&visitor, &inwoner, Place::Traject),
        gemaakt_op: dates::day(t, visitor.now()),
        missing: Missing::of(t, &beeld, &told.not_shared, &told.failed),
        trajecten: beeld.trajecten().filter_map(|one| traject(t, one)).collect(),
        stappen: steps::of(t, &beeld, today),
        helpers: helpers::of(t, &beeld),
        sheet,
    };
    render(StatusCode::OK, &page)
}

fn variables_of(inwoner: &InwonerId) -> Map<String, Value> {
    Map::from_iter([("inwoner".to_owned(), Value::from(inwoner.as_str()))])
}

fn work_of(visitor: &Visitor) -> Result<Work, Failure> {
    let mut works = [Work::Help, Work::Consent].into_iter();
    works.find(|work| visitor.does(*work)).ok_or(Failure::NotFound)
}

/// A traject of which something may be told; nothing where there is none.
fn traject(t: &Texts, beeld: &Trajectbeeld) -> Option<Traject> {
    let besluiten = besluiten(t, beeld);
    let fasen = beeld.fase.as_ref().map(|fase| Phases::of(t, fase));
    if beeld.loopt.is_none() && fasen.is_none() && besluiten.is_empty() {
        return None;
    }
    let loopt = beeld.loopt.as_ref().map(|lamp| match (lamp.loopt, lamp.tot) {
        (true, _) => t.say_with("traject.loopt_sinds", dates::written(t, lamp.sinds)),
        (false, Some(tot)) => t.say_with("traject.klaar_sinds", dates::written(t, tot)),
        (false, None) => t.say("traject.klaar").to_owned(),
    });
    Some(Traject {
        organisatie: beeld.partij.naam.clone(),
        loopt: loopt.unwrap_or_default(),
        fasen,
        besluiten,
    })
}

fn besluiten(t: &Texts, beeld: &Trajectbeeld) -> Vec<Besluit> {
    let mut found = Vec::new();
    if let Some(besluiten) = &beeld.besluiten {
        found.extend(
            besluiten
                .beschikkingen
                .iter()
                .map(|one| (one.datum, t.say_of("beschikking", &one.soort))),
        );
        found.extend(
            besluiten
                .plan_van_aanpak_op
                .map(|dag| (dag, t.say("traject.plan"))),
        );
        let oplossing = besluiten.oplossing.as_ref();
        found.extend(
            oplossing.and_then(|one| Some((one.start?, t.say_of("oplossing", one.soort.as_deref()?)))),
        );
    }
    if let Some(nazorg) = &beeld.nazorg {
        found.extend(
            nazorg
                .producten
                .iter()
                .map(|one| (nazorg.start, t.say_of("nazorg", one))),
        );
    }
    found.sort_by_key(|(dag, _)| *dag);
    let besluit = |(dag, wat): (_, &str)| Besluit {
        dag: dates::written(t, dag),
        wat: wat.to_owned(),
    };
    found.into_iter().map(besluit).collect()
}
