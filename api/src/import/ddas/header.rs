use std::io::{Read, Seek};

use chrono::{DateTime, Utc};
use struson::reader::ValueType;

use super::json::{Json, Text};
use crate::import::FileError;

/// The version of every record in a delivery.
pub(super) const VERSION: &str = "aanleverdatumEnTijd";

/// Looks for the moment of delivery, which may stand after all the records.
pub(super) fn find_version<R: Read + Seek>(file: &mut R) -> Result<DateTime<Utc>, FileError> {
    let mut json = Json::start(file)?;
    expect(&mut json, ValueType::Object, "", "is not an object")?;
    json.begin_object()?;
    while json.has_next()? {
        if json.name()? == VERSION {
            return read_version(&mut json);
        }
        json.skip()?;
    }
    Err(not_ddas(&json, &format!("/{VERSION}"), "is missing"))
}

fn read_version<R: Read>(json: &mut Json<R>) -> Result<DateTime<Utc>, FileError> {
    let pointer = format!("/{VERSION}");
    let rule = "is not a date and time with a zone (RFC 3339)";
    expect(json, ValueType::String, &pointer, rule)?;
    match json.text(64)? {
        Text::Whole(text) => DateTime::parse_from_rfc3339(&text)
            .map(|moment| moment.to_utc())
            .map_err(|_| not_ddas(json, &pointer, rule)),
        Text::TooLong => Err(not_ddas(json, &pointer, rule)),
    }
}

/// The known names that an object has had.
#[derive(Default)]
pub(super) struct Seen(Vec<String>);

impl Seen {
    /// Notes a name, if it is a known one, and says whether it was there before.
    pub(super) fn is_double(&mut self, name: &str, is_known: bool) -> bool {
        if self.has(name) {
            return true;
        }
        if is_known {
            self.0.push(name.to_owned());
        }
        false
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|seen| seen == name)
    }
}

/// Refuses a file that has another kind of value here.
pub(super) fn expect<R: Read>(
    json: &mut Json<R>,
    kind: ValueType,
    pointer: &str,
    rule: &'static str,
) -> Result<(), FileError> {
    if json.peek()? == kind {
        Ok(())
    } else {
        Err(not_ddas(json, pointer, rule))
    }
}

/// Says that a file is no delivery, and where that shows.
pub(super) fn not_ddas<R: Read>(json: &Json<R>, pointer: &str, rule: &'static str) -> FileError {
    FileError::NotDdas {
        pointer: pointer.to_owned(),
        rule,
        position: json.position(),
    }
}
