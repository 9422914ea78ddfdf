use std::fmt::{self, Display};

/// Where in a file something stands, so that its sender finds it without our printing what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A JSON pointer (RFC 6901) into the delivery.
    Pointer(String),
    /// A line of an NDJSON file, counted from one, and the field in it where that is known.
    Line {
        /// The line, counted from one.
        number: u64,
        /// The field, as a path from the record (`verwijzingen.0.soort`); empty for the whole line.
        field: String,
    },
}

impl Place {
    /// The place of a field of the record that stands here.
    pub fn field(&self, field: &str) -> Self {
        match self {
            Self::Pointer(pointer) => Self::Pointer(pointer.clone()),
            Self::Line { number, .. } => Self::Line {
                number: *number,
                field: field.to_owned(),
            },
        }
    }
}

impl Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pointer(pointer) if pointer.is_empty() => f.write_str("het bestand"),
            Self::Pointer(pointer) => f.write_str(pointer),
            Self::Line { number, field } if field.is_empty() => write!(f, "regel {number}"),
            Self::Line { number, field } => write!(f, "regel {number}, {field}"),
        }
    }
}

/// One thing to tell the sender of a file: where, and which rule it touches; never the value itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// What, in a plain Dutch sentence without the value.
    pub sentence: String,
}

impl Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.sentence)
    }
}

/// A record that did not get in, with everything that is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// The record.
    pub place: Place,
    /// Why, at least one.
    pub reasons: Vec<Finding>,
}

/// The most findings that are kept of one record; a broken record has enough of them to start mending.
const MOST_FINDINGS: usize = 100;

/// Gathers what there is to say about one record: reasons that keep it out, and warnings that don't.
#[derive(Debug, Default)]
pub(in crate::import) struct Findings {
    pub(in crate::import) reasons: Vec<Finding>,
    pub(in crate::import) warnings: Vec<Finding>,
}

impl Findings {
    /// Notes a reason that keeps the record out.
    pub(in crate::import) fn reject(&mut self, pointer: String, sentence: impl Into<String>) {
        note(&mut self.reasons, pointer, sentence.into());
    }

    /// Notes something that was read leniently.
    pub(in crate::import) fn warn(&mut self, pointer: String, sentence: impl Into<String>) {
        note(&mut self.warnings, pointer, sentence.into());
    }
}

/// Keeps a finding once: several questions may be asked of one field.
fn note(findings: &mut Vec<Finding>, pointer: String, sentence: String) {
    let finding = Finding {
        place: Place::Pointer(pointer),
        sentence,
    };
    if findings.len() < MOST_FINDINGS && !findings.contains(&finding) {
        findings.push(finding);
    }
}

/// The pointer of a member; that of its parent when the name might itself be a person's.
pub(in crate::import) fn member(parent: &str, name: &str) -> String {
    if is_showable(name) {
        format!("{parent}/{name}")
    } else {
        parent.to_owned()
    }
}

/// Whether a name from a file can be printed: it looks like a field's name, not like a number of a
/// person or a command to a terminal. What it allows needs no escaping in a pointer.
pub(in crate::import) fn is_showable(name: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.$() ".contains(c);
    let digits = name.chars().filter(char::is_ascii_digit).count();
    (1..=60).contains(&name.len()) && name.chars().all(is_plain) && digits < 5
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_may_be_persons_are_not_shown() {
        for good in [
            "(Statutaire) Naam",
            "KvK-nummer",
            "$schema",
            "aanleverende_organisatie",
        ] {
            assert!(is_showable(good), "{good}");
        }
        for bad in [
            "",
            "999990342",
            "bsn999990342",
            "a/b",
            "a~b",
            "\u{1b}[2J",
            "Zoë",
            "1980-01-01",
        ] {
            assert!(!is_showable(bad), "{bad}");
            assert_eq!(member("/a", bad), "/a");
        }
    }

    #[test]
    fn a_finding_is_kept_once_and_never_endlessly() {
        let mut findings = Findings::default();
        for _ in 0..3 {
            findings.warn("/a".to_owned(), "leeg");
        }
        assert_eq!(findings.warnings.len(), 1);
        for index in 0..1_000 {
            findings.reject(format!("/{index}"), "fout");
        }
        assert_eq!(findings.reasons.len(), MOST_FINDINGS);
    }

    #[test]
    fn places_read_as_text() {
        let line = Place::Line {
            number: 3,
            field: String::new(),
        };
        assert_eq!(line.to_string(), "regel 3");
        assert_eq!(line.field("inwoner").to_string(), "regel 3, inwoner");
        assert_eq!(Place::Pointer("/a/0".to_owned()).to_string(), "/a/0");
    }
}
