use std::{fs, path::Path};

use schakel_tests::root;
use serde_json::{Map, Value};
use uuid::Uuid;

/// The README as its readers see it.
pub struct Readme(String);

impl Readme {
    /// Reads it.
    pub fn read() -> Self {
        Self(fs::read_to_string(root().join("README.md")).expect("README.md can be read"))
    }

    /// Whether it holds this text as a block of code of its own.
    pub fn shows(&self, text: &str) -> bool {
        self.find(text).is_some()
    }

    /// Whether it names this word as code.
    pub fn names(&self, word: &str) -> bool {
        self.0.contains(&format!("`{word}`"))
    }

    /// The answers that stand between this block and the next.
    pub fn answers_between(&self, block: &str, next: Option<&String>) -> Vec<Value> {
        let from = self.find(block).expect("the block is there") + block.len();
        let to = next
            .and_then(|next| self.find(next))
            .or_else(|| self.next_chapter(from));
        let part = &self.0[from..to.unwrap_or(self.0.len())];
        let blocks = part.split("```json\n").skip(1);
        blocks
            .map(|block| block.split("```").next().unwrap_or_default())
            .map(|text| serde_json::from_str(text).unwrap_or_else(|error| panic!("{error} in {text}")))
            .collect()
    }

    /// Where a block of code begins that is this text and nothing else.
    fn find(&self, block: &str) -> Option<usize> {
        let is_whole = |place: &usize| {
            self.0[..*place]
                .lines()
                .next_back()
                .is_some_and(|line| line.starts_with("```"))
        };
        let text = format!("\n{block}```\n");
        let places = self.0.match_indices(&text);
        places
            .map(|(place, _)| place)
            .find(is_whole)
            .map(|place| place + 1)
    }

    fn next_chapter(&self, from: usize) -> Option<usize> {
        Some(from + self.0[from..].find("\n## ")?)
    }
}

/// The lines that are JSON.
pub fn json_lines(text: &str) -> Vec<Value> {
    text.lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}

/// The same without what differs from demo to demo: ids, days and the register's version.
pub fn masked(values: &[Value]) -> Vec<Value> {
    values.iter().map(mask).collect()
}

fn mask(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| match name.as_str() {
                "registerversie" => (name.clone(), Value::Bool(value.is_u64())),
                _ => (name.clone(), mask(value)),
            });
            Value::Object(fields.collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(masked(items)),
        Value::String(text) if is_id(text) => Value::from("an id"),
        Value::String(text) if is_day(text) => Value::from("a day"),
        other => other.clone(),
    }
}

fn is_id(text: &str) -> bool {
    let is_inwoner = text.len() == 26 && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase());
    is_inwoner || Uuid::try_parse(text).is_ok()
}

fn is_day(text: &str) -> bool {
    text.parse::<chrono::NaiveDate>().is_ok()
}

/// How many files there are in a folder and below it.
pub fn files_under(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    entries
        .map(|entry| entry.expect("an entry can be read").path())
        .map(|path| if path.is_dir() { files_under(&path) } else { 1 })
        .sum()
}
