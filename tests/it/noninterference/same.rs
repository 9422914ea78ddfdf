use schakel_tests::app::Answer;

/// Every byte of an answer, but for what the server makes apart each time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// The moment of the answer, to the second.
const APART: [&str; 1] = ["date"];

impl Trace {
    /// The status, all headers, and the body without the ids of decisions.
    pub fn of(answer: &Answer) -> Self {
        let mut headers: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| !APART.contains(&name.as_str()))
            .map(|(name, value)| {
                (
                    name.to_string(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        headers.sort();
        Self {
            status: answer.status,
            headers,
            body: without_values(&answer.text, "\"besluit\":\""),
        }
    }

    /// With what was told in a stream.
    pub fn followed_by(mut self, message: &Answer) -> Self {
        self.body += &without_values(&message.text, "\"besluit\":\"");
        self
    }

    /// The same without the register's version, and the length that may come with it: the register changed.
    pub fn without_version(mut self) -> Self {
        self.headers.retain(|(name, _)| name != "content-length");
        self.body = without_values(&self.body, "\"registerversie\":");
        self
    }

    /// Whether something was withheld.
    pub fn withholds(&self) -> bool {
        self.body.contains("\"besluit\":\"")
    }

    /// Whether something was told of a group.
    pub fn tells(&self) -> bool {
        TOLD.iter()
            .any(|name| self.body.contains(&format!("\"{name}\":")))
    }
}

/// Fields that stand inside groups only.
const TOLD: [&str; 9] = [
    "sinds",
    "telefoon",
    "toestand",
    "taak",
    "acties",
    "planVanAanpakOp",
    "totaleSchuld",
    "nummer",
    "niveau",
];

/// The text with what follows each of these names taken out, up to the end of the value.
fn without_values(text: &str, name: &str) -> String {
    let mut parts = text.split(name);
    let mut kept = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(['"', ',', '}']).unwrap_or(part.len());
        kept.push_str(name);
        kept.push_str(&part[end..]);
    }
    kept
}

#[test]
fn only_what_is_made_apart_is_taken_out() {
    let text = r#"{"a":{"besluit":"01-x","b":1},"registerversie":12}"#;
    let without = without_values(text, "\"besluit\":\"");
    assert_eq!(without, r#"{"a":{"besluit":"","b":1},"registerversie":12}"#);
    let without = without_values(&without, "\"registerversie\":");
    assert_eq!(without, r#"{"a":{"besluit":"","b":1},"registerversie":}"#);
}
