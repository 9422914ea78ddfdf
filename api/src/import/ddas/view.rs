use chrono::NaiveDate;

use super::node::Node;
use crate::import::finding::{Findings, is_showable, member};

/// The most euros that a figure can say: what a GraphQL `Int` holds.
const MOST_EUROS: i64 = 2_147_483_647;

/// An object of a delivery with its pointer, read field by field: what is absent or null is `None`,
/// what has the wrong form is noted as a reason that keeps the record out.
#[derive(Clone)]
pub(super) struct View<'n> {
    members: &'n [(String, Node)],
    pointer: String,
}

impl<'n> View<'n> {
    /// Looks at a node that must be an object.
    pub(super) fn of(node: &'n Node, pointer: String, findings: &mut Findings) -> Option<Self> {
        match node {
            Node::Object(members) => Some(Self { members, pointer }),
            _ => {
                findings.reject(pointer, "verwacht een object");
                None
            }
        }
    }

    /// The pointer of this object.
    pub(super) fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The pointer of a field of this object.
    pub(super) fn at(&self, name: &str) -> String {
        member(&self.pointer, name)
    }

    /// Whether the field stands here with a value other than null.
    pub(super) fn has(&self, name: &str) -> bool {
        self.find(name).is_some_and(|node| !matches!(node, Node::Null))
    }

    /// Whether the field is exactly this text.
    pub(super) fn is_text(&self, name: &str, text: &str) -> bool {
        matches!(self.find(name), Some(Node::Text(found)) if found == text)
    }

    /// A date, written YYYY-MM-DD.
    pub(super) fn date(&self, name: &str, findings: &mut Findings) -> Option<NaiveDate> {
        let date = match self.value(name, findings)? {
            Node::Text(text) => read_date(text),
            _ => None,
        };
        self.require(name, date, "verwacht een datum als JJJJ-MM-DD", findings)
    }

    /// A text.
    pub(super) fn text(&self, name: &str, findings: &mut Findings) -> Option<&'n str> {
        let text = match self.value(name, findings)? {
            Node::Text(text) => Some(text.as_str()),
            _ => None,
        };
        self.require(name, text, "verwacht een tekst", findings)
    }

    /// A truth value.
    pub(super) fn boolean(&self, name: &str, findings: &mut Findings) -> Option<bool> {
        let truth = match self.value(name, findings)? {
            Node::Bool(truth) => Some(*truth),
            _ => None,
        };
        self.require(name, truth, "verwacht true of false", findings)
    }

    /// An amount in whole euros.
    pub(super) fn euros(&self, name: &str, findings: &mut Findings) -> Option<i64> {
        let euros = match self.value(name, findings)? {
            Node::Number(digits) => read_whole(digits).filter(|euros| (0..=MOST_EUROS).contains(euros)),
            _ => None,
        };
        let rule = "verwacht een bedrag in hele euro's van 0 tot en met 2147483647";
        self.require(name, euros, rule, findings)
    }

    /// A word of a closed list: one that isn't in it is dropped with a warning, never guessed.
    pub(super) fn word<T: Copy>(
        &self,
        name: &str,
        words: &[(&str, T)],
        findings: &mut Findings,
    ) -> Option<T> {
        let text = self.text(name, findings)?;
        let known = words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, known)| *known);
        if known.is_none() {
            findings.warn(
                self.at(name),
                "staat niet in de lijst van DDAS v1.0: niet gelezen",
            );
        }
        known
    }

    /// An object.
    pub(super) fn object(&self, name: &str, findings: &mut Findings) -> Option<View<'n>> {
        let node = self.value(name, findings)?;
        View::of(node, self.at(name), findings)
    }

    /// The objects of a list.
    pub(super) fn objects(&self, name: &str, findings: &mut Findings) -> Vec<View<'n>> {
        let Some(node) = self.value(name, findings) else {
            return Vec::new();
        };
        let Node::List(items) = node else {
            findings.reject(self.at(name), "verwacht een lijst");
            return Vec::new();
        };
        let pointer = self.at(name);
        items
            .iter()
            .enumerate()
            .filter_map(|(index, item)| View::of(item, format!("{pointer}/{index}"), findings))
            .collect()
    }

    /// Whether the field is a list of that many items.
    pub(super) fn counts(&self, name: &str) -> Option<usize> {
        match self.find(name)? {
            Node::List(items) => Some(items.len()),
            _ => None,
        }
    }

    /// A period between two dates, which doesn't end before it starts.
    pub(super) fn period(
        &self,
        start: &str,
        end: &str,
        findings: &mut Findings,
    ) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let period = (self.date(start, findings), self.date(end, findings));
        if let (Some(start), Some(until)) = period
            && until < start
        {
            findings.reject(self.at(end), "eindigt voor het begin");
        }
        period
    }

    /// Warns about what DDAS v1.0 doesn't have here.
    pub(super) fn warn_unknown(&self, known: &[&str], findings: &mut Findings) {
        for (name, _) in self.members {
            if !known.contains(&name.as_str()) {
                findings.warn(self.at(name), unknown_sentence(name));
            }
        }
    }

    /// The value behind a name; null is read as absent.
    fn value(&self, name: &str, findings: &mut Findings) -> Option<&'n Node> {
        match self.find(name)? {
            Node::Null => {
                findings.warn(self.at(name), "is null: gelezen als afwezig");
                None
            }
            value => Some(value),
        }
    }

    fn find(&self, name: &str) -> Option<&'n Node> {
        let (_, node) = self.members.iter().find(|(known, _)| known == name)?;
        Some(node)
    }

    fn require<T>(&self, name: &str, read: Option<T>, rule: &str, findings: &mut Findings) -> Option<T> {
        if read.is_none() {
            findings.reject(self.at(name), rule);
        }
        read
    }
}

/// What to say of a name that DDAS v1.0 doesn't have.
pub(super) fn unknown_sentence(name: &str) -> &'static str {
    if is_showable(name) {
        "kent DDAS v1.0 hier niet: niet gelezen"
    } else {
        "heeft een eigenschap die DDAS v1.0 hier niet kent: niet gelezen"
    }
}

/// Reads YYYY-MM-DD and nothing else.
fn read_date(text: &str) -> Option<NaiveDate> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_shaped {
        return None;
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// Reads a whole number; `8000.0` is one too for JSON Schema.
fn read_whole(digits: &str) -> Option<i64> {
    let whole = match digits.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|zero| zero == b'0') => whole,
        _ => digits,
    };
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_one_form() {
        assert!(read_date("2024-02-29").is_some());
        for bad in [
            "2024-2-9",
            "2023-02-29",
            "2024-02-29T00:00:00Z",
            "+024-02-29",
            "",
            "29-02-2024",
            "２024-02",
        ] {
            assert!(read_date(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn amounts_are_whole() {
        assert_eq!(read_whole("8000"), Some(8000));
        assert_eq!(read_whole("8000.00"), Some(8000));
        assert_eq!(read_whole("-1"), Some(-1));
        for bad in ["8000.5", "8e3", "99999999999999999999", "1.0e3"] {
            assert_eq!(read_whole(bad), None, "{bad}");
        }
    }
}
