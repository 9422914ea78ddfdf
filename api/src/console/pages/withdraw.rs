//! Withdrawing consent: all of it or a part, as easy as giving.

use std::fmt::Write;

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    super::{
        failure::Failure,
        form::Faults,
        page::{Frame, redirect, render},
        visitor::{Submitted, Visitor},
    },
    grants::{Register, Toestemming},
    mark_of,
    opened::{Opened, Part, opened, value_of},
    path_of, read_inwoner,
};
use crate::domain::{Gegevensgroep, InwonerId};

#[derive(Template)]
#[template(path = "console/withdraw.html")]
struct WithdrawPage<'a> {
    frame: Frame,
    path: String,
    mark: String,
    wat: &'a str,
    faults: Faults,
    geopend: Vec<Opened>,
    /// Whether it is shown once more before it is done.
    is_checked: bool,
}

/// What an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Named {
    /// Everything of the resident.
    All,
    /// All of one conversation.
    Gesprek(Uuid),
    /// One grant.
    Toestemming(Uuid),
}

impl Named {
    fn read(text: &str) -> Result<Self, Failure> {
        let id = |text: &str| text.parse().map_err(|_| Failure::NotFound);
        match text.split_once('-') {
            None if text == "alles" => Ok(Self::All),
            Some(("gesprek", rest)) => Ok(Self::Gesprek(id(rest)?)),
            Some(("toestemming", rest)) => Ok(Self::Toestemming(id(rest)?)),
            _ => Err(Failure::NotFound),
        }
    }

    fn names(self, grant: &Toestemming) -> bool {
        match self {
            Self::All => true,
            Self::Gesprek(id) => grant.gesprek == id,
            Self::Toestemming(id) => grant.id == id,
        }
    }

    /// All of it, as the register takes it.
    fn invoer(self, inwoner: &InwonerId) -> Value {
        match self {
            Self::All => json!({"inwoner": inwoner}),
            Self::Gesprek(id) => json!({"gesprek": id}),
            Self::Toestemming(id) => json!({"toestemming": id}),
        }
    }
}

/// What of it is still to be withdrawn, and what of that was chosen.
struct Choice<'a> {
    grants: Vec<&'a Toestemming>,
    chosen: Vec<String>,
}

impl Choice<'_> {
    fn has(&self, grant: &Toestemming, groep: Gegevensgroep) -> bool {
        self.chosen.contains(&value_of(Some(grant), groep))
    }

    fn groups_of(&self, grant: &Toestemming) -> Vec<Gegevensgroep> {
        grant
            .groepen
            .iter()
            .copied()
            .filter(|groep| self.has(grant, *groep))
            .collect()
    }

    fn is_all(&self) -> bool {
        self.grants
            .iter()
            .all(|grant| grant.groepen.iter().all(|groep| self.has(grant, *groep)))
    }
}

/// Shows what can stop, all of it chosen.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, wat)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    let named = Named::read(&wat)?;
    let register = Register::of(&visitor, &inwoner).await?;
    let grants = grants_of(&register, named)?;
    let t = visitor.texts();
    let geopend = opened(t, grants.iter().map(|grant| Part::from(*grant)), |_| true);
    page(&visitor, &inwoner, &wat, geopend, false, Faults::default())
}

/// Shows once more what will stop, or stops it.
pub(in super::super) async fn submit(
    Path((inwoner, wat)): Path<(String, String)>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let inwoner = read_inwoner(&inwoner)?;
    let named = Named::read(&wat)?;
    let register = Register::of(&visitor, &inwoner).await?;
    let choice = Choice {
        grants: grants_of(&register, named)?,
        chosen: fields.all("groep").map(str::to_owned).collect(),
    };
    let t = visitor.texts();
    let chosen: Vec<Vec<Gegevensgroep>> = choice
        .grants
        .iter()
        .map(|grant| choice.groups_of(grant))
        .collect();
    let is_nothing = chosen.iter().all(Vec::is_empty) && !choice.grants.is_empty();
    if is_nothing || fields.find("stap") == Some("wijzigen") {
        let mut faults = Faults::default();
        if is_nothing {
            faults.add("groepen", t.say("intrekken.groepen_leeg"));
        }
        let is_chosen = |value: &str| choice.chosen.iter().any(|chosen| chosen == value);
        let geopend = opened(t, choice.grants.iter().map(|grant| Part::from(*grant)), is_chosen);
        return page(&visitor, &inwoner, &wat, geopend, false, faults);
    }
    if fields.find("stap") != Some("vastleggen") {
        let parts = choice.grants.iter().zip(&chosen).map(|(grant, groepen)| Part {
            groepen,
            ..Part::from(*grant)
        });
        let geopend = opened(t, parts, |_| true);
        return page(&visitor, &inwoner, &wat, geopend, true, Faults::default());
    }
    withdraw(&visitor, &inwoner, named, &choice).await?;
    Ok(redirect(&format!("{}/ingetrokken", path_of(&inwoner)), []))
}

/// What the address names and still stands; nothing where it names nothing.
fn grants_of(register: &Register, named: Named) -> Result<Vec<&Toestemming>, Failure> {
    let all: Vec<&Toestemming> = register
        .toestemmingen
        .iter()
        .filter(|grant| named.names(grant))
        .collect();
    if all.is_empty() && named != Named::All {
        return Err(Failure::NotFound);
    }
    Ok(all.into_iter().filter(|grant| grant.can_end()).collect())
}

fn page(
    visitor: &Visitor,
    inwoner: &InwonerId,
    wat: &str,
    geopend: Vec<Opened>,
    is_checked: bool,
    faults: Faults,
) -> Result<Response, Failure> {
    let status = if faults.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let page = WithdrawPage {
        frame: Frame::of(visitor, "intrekken.titel"),
        path: path_of(inwoner),
        mark: mark_of(inwoner),
        wat,
        faults,
        geopend,
        is_checked,
    };
    render(status, &page)
}

/// What was withdrawn, which nobody needs to read again.
#[derive(Deserialize)]
struct Withdrawn {}

/// All at once where all is chosen; else grant by grant. Done twice it changes nothing.
async fn withdraw(
    visitor: &Visitor,
    inwoner: &InwonerId,
    named: Named,
    choice: &Choice<'_>,
) -> Result<(), Failure> {
    let invoeren: Vec<Value> = if choice.is_all() {
        vec![named.invoer(inwoner)]
    } else {
        let parts = choice.grants.iter().filter_map(|grant| {
            let groepen = choice.groups_of(grant);
            (!groepen.is_empty()).then(|| json!({"deel": {"toestemming": grant.id, "groepen": groepen}}))
        });
        parts.collect()
    };
    for some in invoeren.chunks(MOST_AT_ONCE) {
        let (document, variables) = mutation(some);
        visitor.ask::<Withdrawn>(&document, variables).await?;
    }
    Ok(())
}

/// One document of the hub has room for so many.
const MOST_AT_ONCE: usize = 10;

fn mutation(invoeren: &[Value]) -> (String, Map<String, Value>) {
    let (mut names, mut fields, mut variables) = (String::new(), String::new(), Map::new());
    for (index, invoer) in invoeren.iter().enumerate() {
        // Writing to a String cannot fail.
        let _written = write!(names, "$i{index}: IntrekkingInvoer! ");
        let _written = write!(
            fields,
            "d{index}: toestemmingIntrekken(invoer: $i{index}) {{ registerversie }} "
        );
        variables.insert(format!("i{index}"), invoer.clone());
    }
    (
        format!("mutation ConsoleIntrekken({names}) {{ {fields} }}"),
        variables,
    )
}
