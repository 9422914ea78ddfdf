//! Deliveries of DDAS v1.0, the national exchange model for debt relief (VNG, Divosa, NVVK, CBS).
//!
//! A delivery has no record id, version, fase or regisseur. The version is the moment of delivery, the
//! id is made from what tells a traject apart ([`DdasTraject::into_invoer`]), the phases come from a table.

mod delivery;
mod fasen;
mod header;
mod identity;
mod json;
mod node;
mod parts;
mod schulden;
mod source;
mod traject;
mod view;
pub(crate) mod words;

use std::io::{Read, Seek};

use chrono::{DateTime, Utc};
use serde_json::Value;

pub use traject::{ClientCountError, DdasTraject};

use super::{FileError, ImportOptions, RecordReader, Sink, finding::Findings, step::ended};
use crate::publication::TrajectInvoer;

/// A delivery of DDAS v1.0: read twice, first for its moment, then traject by traject.
#[derive(Debug)]
pub struct DdasReader<R> {
    file: R,
    options: ImportOptions,
    version: DateTime<Utc>,
}

impl<R: Read + Seek> DdasReader<R> {
    /// Opens a delivery and looks for the moment at which it was made, which is the version of every
    /// record in it.
    ///
    /// # Errors
    /// [`FileError`] when it isn't a delivery or has no such moment: nothing of it can be read then.
    pub fn open(mut file: R, options: ImportOptions) -> Result<Self, FileError> {
        let version = header::find_version(&mut file)?;
        Ok(Self {
            file,
            options,
            version,
        })
    }

    /// The moment of the delivery (`aanleverdatumEnTijd`).
    pub fn version(&self) -> DateTime<Utc> {
        self.version
    }
}

impl<R: Read + Seek + Send + 'static> RecordReader for DdasReader<R> {
    type Record = DdasTraject;

    fn read(mut self, sink: &mut Sink<'_, DdasTraject>) -> Result<(), FileError> {
        ended(delivery::walk(&mut self.file, self.version, self.options, sink))
    }
}

/// What somebody reads who gets this traject in a delivery of that moment, apart from who its clients are; `None` where it
/// would be refused.
pub(crate) fn read_again(traject: &Value, version: DateTime<Utc>, clients: usize) -> Option<TrajectInvoer> {
    let (node, mut findings) = (node::Node::from(traject), Findings::default());
    let view = view::View::of(&node, String::new(), &mut findings)?;
    let (anchor, read) = traject::read_apart(&view, version, clients, &mut findings);
    (anchor.is_some() && findings.reasons.is_empty()).then_some(read)
}

#[cfg(test)]
mod tests;
