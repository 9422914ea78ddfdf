//! What serde says of a bad line, without the values that it likes to quote.

use serde_json::error::Category;
use serde_path_to_error::{Error, Path, Segment};

use crate::import::{Finding, Place, finding::is_showable};

/// Says what is wrong with a line, with its field and what was expected there.
pub(super) fn explain(error: &Error<serde_json::Error>, place: &Place) -> Finding {
    let inner = error.inner();
    let (field, sentence) = match inner.classify() {
        Category::Data => (field(error.path()), rule(&inner.to_string())),
        Category::Eof => (String::new(), "eindigt midden in de JSON".to_owned()),
        Category::Syntax | Category::Io => {
            let sentence = format!("is geen geldige JSON, bij teken {}", inner.column());
            (String::new(), sentence)
        }
    };
    Finding {
        place: place.field(&field),
        sentence,
    }
}

/// The path of a field, up to the first name that can't be printed.
fn field(path: &Path) -> String {
    let mut names = Vec::new();
    for segment in path {
        match segment {
            Segment::Seq { index } => names.push(index.to_string()),
            Segment::Map { key } | Segment::Enum { variant: key } if is_showable(key) => {
                names.push(key.clone());
            }
            Segment::Map { .. } | Segment::Enum { .. } | Segment::Unknown => break,
        }
    }
    names.join(".")
}

/// Serde's sentence in ours. It names fields and expectations, which are ours, and values, which are
/// not: of an unknown sentence nothing is repeated.
fn rule(message: &str) -> String {
    let named = |start: &str| {
        let rest = message.strip_prefix(start)?;
        let (name, _) = rest.split_once('`')?;
        is_showable(name).then(|| name.to_owned())
    };
    if let Some(name) = named("missing field `") {
        return format!("`{name}` ontbreekt");
    }
    if let Some(name) = named("duplicate field `") {
        return format!("`{name}` komt twee keer voor");
    }
    if message.starts_with("unknown field `") {
        return match named("unknown field `") {
            Some(name) => format!("`{name}` hoort hier niet"),
            None => "een eigenschap hoort hier niet".to_owned(),
        };
    }
    if message.starts_with("unknown variant `") {
        return match message.rsplit_once(", expected one of ") {
            Some((_, words)) => format!("verwacht een van {}", without_position(words)),
            None => "is geen bekend woord".to_owned(),
        };
    }
    let is_type = message.starts_with("invalid type: ") || message.starts_with("invalid value: ");
    match message.rsplit_once(", expected ") {
        Some((_, expected)) if is_type => format!("verwacht {}", kind(without_position(expected))),
        _ => "heeft niet de vorm die hier hoort".to_owned(),
    }
}

/// What serde expects, in Dutch where it isn't a name of ours.
fn kind(expected: &str) -> &'static str {
    match expected {
        "a string" | "a borrowed string" | "string or map" => "een tekst",
        "a boolean" => "true of false",
        "a sequence" => "een lijst",
        "i32" | "i64" => "een geheel getal",
        "a formatted date string" => "een datum als JJJJ-MM-DD",
        "an RFC 3339 formatted date and time string" => "een datum en tijd met zone (RFC 3339)",
        expected if expected.starts_with("struct ") => "een object",
        expected if expected.starts_with("enum ") => "een van de drie soorten nummers",
        _ => "iets anders",
    }
}

/// Serde_json ends with the position in the line.
fn without_position(text: &str) -> &str {
    text.rsplit_once(" at line ").map_or(text, |(text, _)| text)
}
