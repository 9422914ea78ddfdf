use std::{collections::BTreeSet, fs, path::Path};

use schakel::domain::{Doel, PartijId, Rol};
use schakel_tests::{Asker, Records, root};
use serde_json::{Map, Value};

use super::{ask::Question, names::Names};

/// One document of the corpus, and who asks it.
///
/// The file is GraphQL. The comments at its head say the rest: first what it is about, then lines of a word, a colon
/// and a value.
///
/// - `ask: PARTIJ ROL,… DOEL,… => CODE …`: who asks, and the codes that the answer's errors must have (none without
///   `=>`). May be repeated. The request names the first purpose.
/// - `variables: {…}`: in JSON. `${samira}` is the id of a resident (see `names.rs`), `${bsn:samira}` the number,
///   `${dag:-30}` a day and `${moment:-2}` a moment, in days and hours from now, and any other name something that an
///   earlier document kept.
/// - `operation: NAME`: which operation.
/// - `header: NAME: VALUE`: a header more.
/// - `without: doel`: the purpose is not named.
/// - `keep: NAME = /POINTER`: keeps what stands there in the answer's data for the documents after it.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
    pub text: String,
    pub asks: Vec<Ask>,
    pub variables: Map<String, Value>,
    pub operation: Option<String>,
    pub headers: Vec<(String, String)>,
    pub names_doel: bool,
    pub keep: Vec<(String, String)>,
}

/// One asker of a document, and the codes of the errors that it gets.
#[derive(Clone, Debug)]
pub struct Ask {
    pub who: Asker,
    pub codes: BTreeSet<String>,
}

/// The documents of one folder of the corpus, by name.
pub fn read(folder: &str) -> Vec<Case> {
    let folder = root().join("tests/corpus").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("`{}`: {error}", folder.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.expect("the corpus can be read").path())
        .collect();
    files.sort();
    files.iter().map(|file| Case::read(file)).collect()
}

impl Case {
    fn read(file: &Path) -> Self {
        let name = file
            .file_stem()
            .expect("a file has a name")
            .to_string_lossy()
            .into_owned();
        let text = fs::read_to_string(file).expect("the corpus can be read");
        Self::parse(name, text)
    }

    /// Reads one document.
    pub fn parse(name: String, text: String) -> Self {
        let head: Vec<String> = text
            .lines()
            .map_while(|line| line.strip_prefix("# "))
            .skip(1)
            .map(str::to_owned)
            .collect();
        let mut case = Self {
            name,
            text,
            asks: Vec::new(),
            variables: Map::new(),
            operation: None,
            headers: Vec::new(),
            names_doel: true,
            keep: Vec::new(),
        };
        for line in head {
            case.take(&line)
                .unwrap_or_else(|| panic!("{}: this is not understood: {line}", case.name));
        }
        assert!(!case.asks.is_empty(), "{}: nobody asks", case.name);
        case
    }

    fn take(&mut self, line: &str) -> Option<()> {
        let (word, value) = line.split_once(": ")?;
        match word {
            "ask" => self.asks.push(Ask::parse(value)?),
            "variables" => self.variables = serde_json::from_str(value).ok()?,
            "operation" => self.operation = Some(value.to_owned()),
            "header" => self.headers.push(pair(value, ": ")?),
            "without" if value == "doel" => self.names_doel = false,
            "keep" => self.keep.push(pair(value, " = ")?),
            _ => return None,
        }
        Some(())
    }
}

impl Ask {
    fn parse(text: &str) -> Option<Self> {
        let (who, codes) = text.split_once(" => ").unwrap_or((text, ""));
        let [partij, rollen, doelen] = who.split(' ').collect::<Vec<_>>().try_into().ok()?;
        let who = Asker {
            partij: PartijId::new(partij).ok()?,
            rollen: rollen.split(',').map(Rol::from_word).collect::<Option<_>>()?,
            doelen: doelen.split(',').map(Doel::from_word).collect::<Option<_>>()?,
        };
        Some(Self {
            who,
            codes: codes.split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// What is sent.
    pub fn question(&self, case: &Case, names: &Names, records: &Records) -> Question {
        let mut headers = case.headers.clone();
        if case.names_doel {
            headers.push(("Doel".to_owned(), self.who.doelen[0].word().to_owned()));
        }
        Question {
            token: records.token(&self.who),
            headers,
            query: case.text.clone(),
            operation_name: case.operation.clone(),
            variables: names.fill(&Value::Object(case.variables.clone())),
        }
    }
}

fn pair(text: &str, between: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once(between)?;
    Some((name.to_owned(), value.to_owned()))
}
