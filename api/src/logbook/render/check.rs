//! How a form is written down for its validator: which members an object must and may have, and what each is.

use std::fmt;

use serde_json::{Map, Value};

/// A member that is not as the standard asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it is, with dots.
    pub path: String,
    /// What is wrong; never the value.
    pub why: &'static str,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.why)
    }
}

/// What a value is.
pub(super) enum Kind {
    /// So many lower case hexadecimal digits, not all zero.
    Hex(usize),
    /// Milliseconds since 1970.
    Milliseconds,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A text that is not empty.
    Text,
    /// A URI: a scheme, a colon and more.
    Uri,
    /// True or false.
    Boolean,
    /// A whole number from 0.
    Number,
    /// An object with these members and no others.
    Object(&'static [Member]),
    /// A list of such objects.
    List(&'static [Member]),
    /// An object whose members are named by whoever writes it.
    Open,
}

/// A member of an object.
pub(super) struct Member {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
    pub(super) kind: Kind,
}

pub(super) const fn must(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        is_required: true,
        kind,
    }
}

pub(super) const fn may(name: &'static str, kind: Kind) -> Member {
    Member {
        name,
        is_required: false,
        kind,
    }
}

/// All that is wrong with an object.
pub(super) fn check_object(value: &Value, members: &[Member]) -> Vec<Fault> {
    let mut faults = Vec::new();
    object(value, members, "", &mut faults);
    faults
}

fn object(value: &Value, members: &[Member], path: &str, faults: &mut Vec<Fault>) {
    let Value::Object(map) = value else {
        faults.push(fault(path, "is no object"));
        return;
    };
    for member in members {
        let path = join(path, member.name);
        match map.get(member.name) {
            Some(value) => check(value, &member.kind, &path, faults),
            None if member.is_required => faults.push(fault(&path, "is missing")),
            None => {}
        }
    }
    unknown(map, members, path, faults);
}

fn unknown(map: &Map<String, Value>, members: &[Member], path: &str, faults: &mut Vec<Fault>) {
    let is_known = |name: &String| members.iter().any(|member| member.name == name);
    let unknown = map.keys().filter(|name| !is_known(name));
    faults.extend(unknown.map(|name| fault(&join(path, name), "is not in the standard")));
}

fn check(value: &Value, kind: &Kind, path: &str, faults: &mut Vec<Fault>) {
    let text = value.as_str();
    let wrong = match kind {
        Kind::Hex(digits) => !text.is_some_and(|text| is_hex(text, *digits)),
        Kind::Milliseconds | Kind::Number => value.as_u64().is_none(),
        Kind::Word(words) => !text.is_some_and(|text| words.contains(&text)),
        Kind::Text => text.is_none_or(str::is_empty),
        Kind::Uri => !text.is_some_and(is_uri),
        Kind::Boolean => !value.is_boolean(),
        Kind::Open => !value.is_object(),
        Kind::Object(members) => return object(value, members, path, faults),
        Kind::List(members) => {
            let Value::Array(items) = value else {
                faults.push(fault(path, "is no list"));
                return;
            };
            for (at, item) in items.iter().enumerate() {
                object(item, members, &join(path, &at.to_string()), faults);
            }
            false
        }
    };
    if wrong {
        faults.push(fault(path, "is not what the standard asks there"));
    }
}

fn is_hex(text: &str, digits: usize) -> bool {
    let is_digit = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.len() == digits && text.bytes().all(is_digit) && text.bytes().any(|b| b != b'0')
}

/// Whether it has a scheme, a colon and more.
pub(super) fn is_uri(text: &str) -> bool {
    let is_scheme = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    text.split_once(':')
        .is_some_and(|(scheme, rest)| is_scheme(scheme) && !rest.is_empty() && !rest.contains(' '))
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

fn fault(path: &str, why: &'static str) -> Fault {
    Fault {
        path: path.to_owned(),
        why,
    }
}
