//! What a resident takes home from a conversation: a page to print, a record to save, a code to stop with.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::{
    super::{
        dates,
        failure::Failure,
        page::{Frame, render},
        sheet::Sheet,
        visitor::{Submitted, Visitor},
    },
    grants::Register,
    mark_of,
    opened::{Opened, Part, opened},
    path_of, read_inwoner,
};
use crate::console::extract::{Path, Query};
use crate::domain::InwonerId;

#[derive(Template)]
#[template(path = "console/given.html")]
struct GivenPage {
    frame: Frame,
    sheet: Sheet,
    path: String,
    mark: String,
    gesprek: Uuid,
    facts: Vec<(String, String)>,
    geopend: Vec<Opened>,
    wacht_op_tweede: bool,
    /// What was just done, if anything was: a key of the catalogue.
    klaar: Option<&'static str>,
    /// By it any professional records that it ends; it is shown only here.
    code: Option<String>,
}

/// Shows what was granted in one conversation, as it stands now.
pub(in super::super) async fn show(
    visitor: Visitor,
    Path((inwoner, gesprek)): Path<(String, Uuid)>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let klaar = match wanted.klaar.as_deref() {
        Some("verleend") => Some("verleend.gelukt"),
        Some("bevestigd") => Some("tweede.bevestigd"),
        Some("herbevestigd") => Some("herbevestigen.gelukt"),
        _ => None,
    };
    let subject = (&read_inwoner(&inwoner)?, gesprek);
    page(&visitor, subject, &wanted.taal, (klaar, None)).await
}

/// In which language a resident reads it, and what was just done.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in super::super) struct Wanted {
    taal: String,
    klaar: Option<String>,
}

const HAND_OUT: &str = "mutation ConsoleOntvangstbewijs($gesprek: UUID!) {
  ontvangstbewijsUitgeven(gesprek: $gesprek) { code }
}";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HandedOut {
    ontvangstbewijs_uitgeven: Code,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

/// Shows it with a new code to stop with. Sent twice it gives two codes, which both work.
pub(in super::super) async fn hand_out(
    Path((inwoner, gesprek)): Path<(String, Uuid)>,
    sent: Submitted,
) -> Result<Response, Failure> {
    let Submitted { visitor, fields } = sent;
    let inwoner = read_inwoner(&inwoner)?;
    known(&Register::of(&visitor, &inwoner).await?, gesprek)?;
    let told: HandedOut = visitor.ask(HAND_OUT, variables_of(gesprek)).await?;
    let code = Some(told.ontvangstbewijs_uitgeven.code.as_str());
    page(&visitor, (&inwoner, gesprek), fields.text("taal"), (None, code)).await
}

const RECORD: &str = "query ConsoleOntvangstbewijsBestand($gesprek: UUID!) {
  ontvangstbewijs(gesprek: $gesprek) { record }
}";

#[derive(Deserialize)]
struct Told {
    ontvangstbewijs: Option<Record>,
}

#[derive(Deserialize)]
struct Record {
    record: String,
}

/// The same for machines, as a file.
pub(in super::super) async fn save(
    visitor: Visitor,
    Path((inwoner, gesprek)): Path<(String, Uuid)>,
) -> Result<Response, Failure> {
    let inwoner = read_inwoner(&inwoner)?;
    known(&Register::of(&visitor, &inwoner).await?, gesprek)?;
    let told: Told = visitor.ask(RECORD, variables_of(gesprek)).await?;
    let record = told.ontvangstbewijs.ok_or(Failure::NotFound)?.record;
    let name = format!("attachment; filename=\"toestemming-{}.json\"", mark_of(&inwoner));
    let name = HeaderValue::from_str(&name).map_err(|error| Failure::internal(&error))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, record).into_response())
}

fn variables_of(gesprek: Uuid) -> Map<String, Value> {
    Map::from_iter([("gesprek".to_owned(), Value::from(gesprek.to_string()))])
}

/// A conversation of another resident is none of this page.
fn known(register: &Register, gesprek: Uuid) -> Result<(), Failure> {
    match register.of_gesprek(gesprek).is_empty() {
        true => Err(Failure::NotFound),
        false => Ok(()),
    }
}

async fn page(
    visitor: &Visitor,
    (inwoner, gesprek): (&InwonerId, Uuid),
    language: &str,
    (klaar, code): (Option<&'static str>, Option<&str>),
) -> Result<Response, Failure> {
    let register = Register::of(visitor, inwoner).await?;
    let grants = register.of_gesprek(gesprek);
    let first = grants.first().ok_or(Failure::NotFound)?;
    // A conversation lasts as long as something of it does.
    let telling = grants.iter().find(|grant| grant.can_end()).unwrap_or(first);
    let sheet = Sheet::of(
        visitor,
        format!("{}/verleend/{gesprek}", path_of(inwoner)),
        language,
    );
    let t = &sheet.t;
    let fact = |key: &str, value: String| (t.say(key).to_owned(), value);
    let waits = grants.iter().any(|grant| grant.waits());
    let mut frame = Frame::of(visitor, "verleend.titel");
    // In another language the page is that of who works with it: it isn't held to the language of this sheet.
    frame.here.clone_from(&sheet.path);
    if code.is_some() {
        frame.talen.clear();
    }
    let page = GivenPage {
        path: path_of(inwoner),
        mark: mark_of(inwoner),
        gesprek,
        facts: vec![
            fact("verlenen.feit_op", dates::day_and_time(t, first.verleend_op)),
            fact("verlenen.feit_tot", dates::last_day(t, telling.geldig_tot)),
            fact(
                "verlenen.feit_doel",
                t.say_of("doel", first.doel.word()).to_owned(),
            ),
        ],
        geopend: opened(t, grants.iter().map(|grant| Part::from(*grant)), |_| false),
        klaar: klaar.filter(|_| !waits),
        wacht_op_tweede: waits,
        code: code.map(in_fours),
        frame,
        sheet,
    };
    render(StatusCode::OK, &page)
}

/// A code in groups of four, to be read from paper.
fn in_fours(code: &str) -> String {
    let signs: Vec<char> = code.chars().collect();
    let groups: Vec<String> = signs.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

#[cfg(test)]
mod tests {
    use super::in_fours;

    #[test]
    fn a_code_is_read_in_groups_of_four() {
        assert_eq!(in_fours("0123456789abcdef"), "0123-4567-89ab-cdef");
        assert_eq!(in_fours("01234"), "0123-4");
    }
}
