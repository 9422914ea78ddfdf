//! An NDJSON of our own: one dossier a line, each line exactly the GraphQL input type of the mutation
//! that publishes it (docs/import.md).

mod lines;
mod reasons;

use std::io::BufRead;

use serde::de::DeserializeOwned;

use self::lines::{Line, Lines};
use super::{
    FileError, Finding, ImportOptions, Outcome, Place, RecordReader, Rejection, Sink, Step, bsn_rule,
    step::{Halt, ended, hand_over},
};
use crate::publication::{BuurtteamdossierInvoer, Fault, InwonerInvoer, SrwDossierInvoer};

/// A dossier that can stand on a line.
pub trait DossierInvoer: DeserializeOwned + Send + 'static {
    /// Checks what the types can't.
    ///
    /// # Errors
    /// Every fault, with its field.
    fn check(&self) -> Result<(), Vec<Fault>>;

    /// Whom it is about.
    fn inwoner(&self) -> &InwonerInvoer;
}

impl DossierInvoer for SrwDossierInvoer {
    fn check(&self) -> Result<(), Vec<Fault>> {
        self.check()
    }

    fn inwoner(&self) -> &InwonerInvoer {
        &self.inwoner
    }
}

impl DossierInvoer for BuurtteamdossierInvoer {
    fn check(&self) -> Result<(), Vec<Fault>> {
        self.check()
    }

    fn inwoner(&self) -> &InwonerInvoer {
        &self.inwoner
    }
}

/// A dossier from a line that passes every check.
#[derive(Debug)]
pub struct Dossier<T> {
    /// The dossier.
    pub invoer: T,
    /// Whether it is test data: no resident can have its BSN.
    pub is_test: bool,
}

/// An NDJSON file of dossiers of one kind.
#[derive(Debug)]
pub struct NdjsonReader<R, T> {
    file: R,
    options: ImportOptions,
    kind: std::marker::PhantomData<fn() -> T>,
}

impl<R: BufRead, T: DossierInvoer> NdjsonReader<R, T> {
    /// Reads dossiers of this kind from a file.
    pub fn new(file: R, options: ImportOptions) -> Self {
        Self {
            file,
            options,
            kind: std::marker::PhantomData,
        }
    }

    fn walk(self, sink: &mut Sink<'_, Dossier<T>>) -> Result<(), Halt> {
        let mut lines = Lines::of(self.file);
        let mut is_empty = true;
        while let Some((number, line)) = lines.next_line().map_err(FileError::Io)? {
            let place = Place::Line {
                number,
                field: String::new(),
            };
            let outcome = match read_line::<T>(&line, &place, self.options) {
                Ok(dossier) => Outcome::Record(dossier),
                Err(reasons) => Outcome::Rejected(Rejection {
                    place: place.clone(),
                    reasons,
                }),
            };
            is_empty = false;
            let step = Step {
                place,
                warnings: Vec::new(),
                outcome,
                bytes: lines.bytes(),
            };
            hand_over(sink, step)?;
        }
        if is_empty {
            Err(FileError::Empty.into())
        } else {
            Ok(())
        }
    }
}

impl<R: BufRead + Send + 'static, T: DossierInvoer> RecordReader for NdjsonReader<R, T> {
    type Record = Dossier<T>;

    fn read(self, sink: &mut Sink<'_, Dossier<T>>) -> Result<(), FileError> {
        ended(self.walk(sink))
    }
}

fn read_line<T: DossierInvoer>(
    line: &Line,
    place: &Place,
    options: ImportOptions,
) -> Result<Dossier<T>, Vec<Finding>> {
    let invoer: T = parse(line, place).map_err(|reason| vec![reason])?;
    let mut reasons: Vec<Finding> = invoer
        .check()
        .err()
        .unwrap_or_default()
        .into_iter()
        .map(|fault| finding(place, &fault.field, fault.reason))
        .collect();
    let is_test = match invoer.inwoner() {
        InwonerInvoer::Bsn(text) => match options.read_bsn(text) {
            Ok(bsn) => bsn.is_test(),
            Err(error) => {
                reasons.push(finding(place, "inwoner.bsn", bsn_rule(error)));
                false
            }
        },
        InwonerInvoer::EigenNummer(_) | InwonerInvoer::Id(_) => false,
    };
    if reasons.is_empty() {
        Ok(Dossier { invoer, is_test })
    } else {
        Err(reasons)
    }
}

fn parse<T: DossierInvoer>(line: &Line, place: &Place) -> Result<T, Finding> {
    let bytes = match line {
        Line::Whole(bytes) => bytes,
        Line::TooLong => return Err(finding(place, "", "is langer dan een dossier kan zijn")),
    };
    let text = std::str::from_utf8(bytes).map_err(|_| finding(place, "", "is geen UTF-8"))?;
    // Serde would take a list of the values in the order of the fields.
    if !text.trim_start().starts_with('{') {
        return Err(finding(place, "", "verwacht een object"));
    }
    let mut json = serde_json::Deserializer::from_str(text);
    let dossier =
        serde_path_to_error::deserialize(&mut json).map_err(|error| reasons::explain(&error, place))?;
    json.end()
        .map_err(|_| finding(place, "", "heeft nog iets na het dossier"))?;
    Ok(dossier)
}

fn finding(place: &Place, field: &str, sentence: impl Into<String>) -> Finding {
    Finding {
        place: place.field(field),
        sentence: sentence.into(),
    }
}

#[cfg(test)]
mod tests;
