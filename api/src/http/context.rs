use axum::http::{HeaderMap, StatusCode};

use super::Problem;
use crate::request::{NietGedeeld, RequestContext, TraceId, authenticate::Caller};

/// Reads what travels with a request out of its headers.
pub(super) fn read(headers: &HeaderMap, caller: Caller) -> Result<RequestContext, Problem> {
    let trace_id = text(headers, "traceparent")
        .and_then(TraceId::from_traceparent)
        .unwrap_or_else(TraceId::begin);
    Ok(RequestContext {
        caller,
        trace_id,
        minimale_registerversie: minimale_registerversie(headers)?,
        niet_gedeeld: niet_gedeeld(headers)?,
    })
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn minimale_registerversie(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    let Some(value) = headers.get("Minimale-Registerversie") else {
        return Ok(None);
    };
    let version = value
        .to_str()
        .ok()
        .and_then(|text| text.trim().parse::<i64>().ok())
        .filter(|version| *version >= 0);
    let detail = "De header `Minimale-Registerversie` is geen geheel getal van nul of meer.";
    version
        .map(Some)
        .ok_or_else(|| Problem::new(StatusCode::BAD_REQUEST, "HEADER_ONGELDIG", detail))
}

fn niet_gedeeld(headers: &HeaderMap) -> Result<NietGedeeld, Problem> {
    let Some(value) = headers.get("Niet-Gedeeld") else {
        return Ok(NietGedeeld::default());
    };
    match value.as_bytes().trim_ascii() {
        b"fouten" => Ok(NietGedeeld::Fouten),
        b"extensies" => Ok(NietGedeeld::Extensies),
        _ => {
            let detail = "De header `Niet-Gedeeld` is `fouten` of `extensies`.";
            Err(Problem::new(StatusCode::BAD_REQUEST, "HEADER_ONGELDIG", detail))
        }
    }
}
