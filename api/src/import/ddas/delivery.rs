use std::{
    collections::HashMap,
    io::{Read, Seek},
};

use chrono::{DateTime, Utc};
use struson::reader::ValueType;

use super::{
    DdasTraject,
    header::{Seen, VERSION, expect, not_ddas},
    identity,
    json::Json,
    node::read_tree,
    traject,
    view::{View, unknown_sentence},
};
use crate::import::{
    FileError, Finding, ImportOptions, Outcome, Place, Rejection, Sink, Step,
    finding::{Findings, member},
    step::{Halt, hand_over},
};

const LEVERINGEN: &str = "leveringen";
const TRAJECTEN: &str = "schuldhulptrajecten";

/// What DDAS v1.0 requires of a delivery but no record needs.
const FORMALITIES: &[&str] = &[
    "startdatumLevering",
    "einddatumLevering",
    "codeGegevensleverancier",
];

/// The most trajecten of one file, which bounds what is remembered to tell them apart.
const MOST_TRAJECTEN: usize = 1_000_000;

/// Walks through the whole delivery and hands over each traject.
pub(super) fn walk<R: Read + Seek>(
    file: &mut R,
    version: DateTime<Utc>,
    options: ImportOptions,
    sink: &mut Sink<'_, DdasTraject>,
) -> Result<(), Halt> {
    let mut walk = Walk {
        json: Json::start(file)?,
        version,
        options,
        sink,
        known: HashMap::new(),
    };
    walk.delivery()?;
    Ok(walk.json.finish()?)
}

struct Walk<'w, 's, R: Read> {
    json: Json<R>,
    version: DateTime<Utc>,
    options: ImportOptions,
    sink: &'w mut Sink<'s, DdasTraject>,
    /// Which traject has this fingerprint: the levering and the traject, as indices.
    known: HashMap<[u8; 16], (usize, usize)>,
}

impl<R: Read> Walk<'_, '_, R> {
    fn delivery(&mut self) -> Result<(), Halt> {
        expect(&mut self.json, ValueType::Object, "", "is not an object")?;
        self.json.begin_object()?;
        let mut seen = Seen::default();
        while self.json.has_next()? {
            let name = self.json.name()?;
            let is_known = name == VERSION || name == LEVERINGEN || FORMALITIES.contains(&name.as_str());
            // Two moments or two lists would make versions and pointers ambiguous.
            if seen.is_double(&name, is_known) && !FORMALITIES.contains(&name.as_str()) {
                return Err(not_ddas(&self.json, &member("", &name), "stands there twice").into());
            }
            if name == LEVERINGEN {
                self.leveringen()?;
                continue;
            }
            if !is_known {
                self.warn(member("", &name), unknown_sentence(&name))?;
            }
            self.json.skip()?;
        }
        self.json.end_object()?;
        if !seen.has(LEVERINGEN) {
            return Err(not_ddas(&self.json, &format!("/{LEVERINGEN}"), "is missing").into());
        }
        self.warn_missing("", FORMALITIES, &seen)
    }

    fn leveringen(&mut self) -> Result<(), Halt> {
        let pointer = format!("/{LEVERINGEN}");
        expect(&mut self.json, ValueType::Array, &pointer, "is not a list")?;
        self.json.begin_array()?;
        let mut index = 0;
        while self.json.has_next()? {
            let here = format!("{pointer}/{index}");
            if self.json.peek()? == ValueType::Object {
                self.levering(index, &here)?;
            } else {
                self.json.skip()?;
                self.reject(here, "verwacht een object")?;
            }
            index += 1;
        }
        if index == 0 {
            return Err(not_ddas(&self.json, &pointer, "is empty").into());
        }
        Ok(self.json.end_array()?)
    }

    fn levering(&mut self, index: usize, pointer: &str) -> Result<(), Halt> {
        let required = ["teller", "aanleverende_organisatie"];
        self.json.begin_object()?;
        let mut seen = Seen::default();
        while self.json.has_next()? {
            let name = self.json.name()?;
            let is_known = name == TRAJECTEN || required.contains(&name.as_str());
            if seen.is_double(&name, is_known) && name == TRAJECTEN {
                return Err(not_ddas(&self.json, &member(pointer, &name), "stands there twice").into());
            }
            if name == TRAJECTEN {
                self.trajecten(index, &member(pointer, TRAJECTEN))?;
                continue;
            }
            if !is_known {
                self.warn(member(pointer, &name), unknown_sentence(&name))?;
            }
            // The delivering organisation and its contact persons are no regisseur of any traject.
            self.json.skip()?;
        }
        self.json.end_object()?;
        self.warn_missing(pointer, &required, &seen)
    }

    fn trajecten(&mut self, levering: usize, pointer: &str) -> Result<(), Halt> {
        match self.json.peek()? {
            ValueType::Array => {}
            ValueType::Null => {
                self.json.null()?;
                return self.warn(pointer.to_owned(), "is null: gelezen als afwezig");
            }
            _ => {
                self.json.skip()?;
                return self.reject(pointer.to_owned(), "verwacht een lijst");
            }
        }
        self.json.begin_array()?;
        let mut index = 0;
        while self.json.has_next()? {
            self.traject((levering, index), format!("{pointer}/{index}"))?;
            index += 1;
        }
        Ok(self.json.end_array()?)
    }

    /// One traject at a time is in memory.
    fn traject(&mut self, index: (usize, usize), pointer: String) -> Result<(), Halt> {
        let tree = read_tree(&mut self.json, &pointer)?;
        let mut findings = Findings::default();
        if tree.is_too_large {
            findings.reject(pointer.clone(), "is groter dan een schuldhulptraject kan zijn");
            return self.hand_over(pointer, findings, None);
        }
        for double in tree.doubles {
            findings.reject(double, "komt twee keer voor");
        }
        let traject = View::of(&tree.root, pointer.clone(), &mut findings)
            .and_then(|view| traject::read(&view, self.version, self.options, &mut findings));
        if let Some(traject) = &traject {
            self.tell_apart(traject, index, &mut findings)?;
        }
        self.hand_over(pointer, findings, traject)
    }

    /// The same traject twice in one file has one id and one version: which of them counts can't be told.
    fn tell_apart(
        &mut self,
        traject: &DdasTraject,
        index: (usize, usize),
        findings: &mut Findings,
    ) -> Result<(), Halt> {
        let fingerprint = identity::fingerprint(traject);
        if let Some((levering, earlier)) = self.known.get(&fingerprint) {
            let sentence = format!(
                "heeft dezelfde gemeentecode, cliënten en begindatum als \
                 /{LEVERINGEN}/{levering}/{TRAJECTEN}/{earlier}"
            );
            findings.reject(traject.pointer().to_owned(), sentence);
            return Ok(());
        }
        if self.known.len() >= MOST_TRAJECTEN {
            return Err(FileError::TooMany { most: MOST_TRAJECTEN }.into());
        }
        self.known.insert(fingerprint, index);
        Ok(())
    }

    fn warn_missing(&mut self, pointer: &str, required: &[&str], seen: &Seen) -> Result<(), Halt> {
        for name in required {
            if !seen.has(name) {
                self.warn(member(pointer, name), "ontbreekt")?;
            }
        }
        Ok(())
    }

    fn warn(&mut self, pointer: String, sentence: &str) -> Result<(), Halt> {
        let mut findings = Findings::default();
        findings.warn(pointer.clone(), sentence);
        let step = Step {
            place: Place::Pointer(pointer),
            warnings: findings.warnings,
            outcome: Outcome::Nothing,
            bytes: self.json.bytes(),
        };
        hand_over(self.sink, step)
    }

    fn reject(&mut self, pointer: String, sentence: &str) -> Result<(), Halt> {
        let mut findings = Findings::default();
        findings.reject(pointer.clone(), sentence);
        self.hand_over(pointer, findings, None)
    }

    /// A record with reasons against it is rejected, whatever else became of it.
    fn hand_over(
        &mut self,
        pointer: String,
        findings: Findings,
        traject: Option<DdasTraject>,
    ) -> Result<(), Halt> {
        let place = Place::Pointer(pointer);
        let outcome = match traject {
            Some(traject) if findings.reasons.is_empty() => Outcome::Record(traject),
            _ => Outcome::Rejected(Rejection {
                place: place.clone(),
                reasons: at_least_one(findings.reasons, &place),
            }),
        };
        let step = Step {
            place,
            warnings: findings.warnings,
            outcome,
            bytes: self.json.bytes(),
        };
        hand_over(self.sink, step)
    }
}

/// A rejection without a reason would be of no help.
fn at_least_one(mut reasons: Vec<Finding>, place: &Place) -> Vec<Finding> {
    if reasons.is_empty() {
        reasons.push(Finding {
            place: place.clone(),
            sentence: "kan niet gelezen worden".to_owned(),
        });
    }
    reasons
}
