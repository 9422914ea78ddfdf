use std::io::Read;

use serde_json::Value;
use struson::reader::ValueType;

use super::json::{Json, Text};
use crate::import::{FileError, finding::member};

/// The most bytes of one schuldhulptraject; a real one has a few thousand.
pub(super) const MOST_TRAJECT_BYTES: u64 = 1 << 20;

/// The most bytes of one text that are kept.
const MOST_TEXT_BYTES: usize = 16 << 10;

/// The most digits of a number that are kept.
const MOST_NUMBER_DIGITS: usize = 40;

/// The most members of one object; a traject has twenty.
const MOST_MEMBERS: usize = 200;

/// A piece of JSON in memory. It has no `Debug`: it holds what a person's record says.
pub(super) enum Node {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    /// A text or number that was too long to keep.
    TooLong,
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

impl From<&Value> for Node {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Number(number) => Self::Number(number.to_string()),
            Value::String(text) => Self::Text(text.clone()),
            Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            Value::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.clone(), value.into()));
                Self::Object(members.collect())
            }
        }
    }
}

/// One record in memory, and what its JSON alone tells against it.
pub(super) struct Tree {
    pub(super) root: Node,
    /// The pointers of names that stand twice in one object.
    pub(super) doubles: Vec<String>,
    /// Whether it was too large to keep whole.
    pub(super) is_too_large: bool,
}

/// Reads the next value into memory, as far as it fits.
pub(super) fn read_tree<R: Read>(json: &mut Json<R>, pointer: &str) -> Result<Tree, FileError> {
    json.peek()?;
    let mut builder = Builder {
        end: json.position().byte + MOST_TRAJECT_BYTES,
        doubles: Vec::new(),
        is_too_large: false,
        json,
    };
    let root = builder.value(pointer)?;
    Ok(Tree {
        root,
        doubles: builder.doubles,
        is_too_large: builder.is_too_large,
    })
}

struct Builder<'j, R: Read> {
    json: &'j mut Json<R>,
    /// The byte after which nothing more is kept.
    end: u64,
    doubles: Vec<String>,
    is_too_large: bool,
}

impl<R: Read> Builder<'_, R> {
    /// Depth is bounded by the parser.
    fn value(&mut self, pointer: &str) -> Result<Node, FileError> {
        let kind = self.json.peek()?;
        self.is_too_large |= self.json.position().byte > self.end;
        if self.is_too_large {
            self.json.skip()?;
            return Ok(Node::Null);
        }
        match kind {
            ValueType::Null => self.json.null().map(|()| Node::Null),
            ValueType::Boolean => self.json.boolean().map(Node::Bool),
            ValueType::Number => self.json.number().map(keep_number),
            ValueType::String => self.json.text(MOST_TEXT_BYTES).map(keep_text),
            ValueType::Array => self.list(pointer),
            ValueType::Object => self.object(pointer),
        }
    }

    fn list(&mut self, pointer: &str) -> Result<Node, FileError> {
        let mut items = Vec::new();
        self.json.begin_array()?;
        while self.json.has_next()? {
            if self.is_too_large {
                self.json.skip()?;
                continue;
            }
            let item = self.value(&format!("{pointer}/{}", items.len()))?;
            items.push(item);
        }
        self.json.end_array()?;
        Ok(Node::List(items))
    }

    fn object(&mut self, pointer: &str) -> Result<Node, FileError> {
        let mut members: Vec<(String, Node)> = Vec::new();
        self.json.begin_object()?;
        while self.json.has_next()? {
            self.is_too_large |= members.len() >= MOST_MEMBERS;
            if self.is_too_large {
                self.json.skip_member()?;
                continue;
            }
            let name = self.json.name()?;
            let here = member(pointer, &name);
            if members.iter().any(|(known, _)| *known == name) {
                self.json.skip()?;
                self.doubles.push(here);
                // Each double adds to the pile as a member does.
                self.is_too_large |= self.doubles.len() >= MOST_MEMBERS;
                continue;
            }
            let value = self.value(&here)?;
            members.push((name, value));
        }
        self.json.end_object()?;
        Ok(Node::Object(members))
    }
}

fn keep_number(digits: String) -> Node {
    if digits.len() <= MOST_NUMBER_DIGITS {
        Node::Number(digits)
    } else {
        Node::TooLong
    }
}

fn keep_text(text: Text) -> Node {
    match text {
        Text::Whole(text) => Node::Text(text),
        Text::TooLong => Node::TooLong,
    }
}
