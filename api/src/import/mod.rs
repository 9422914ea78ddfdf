//! Reading what parties deliver as files, so that years of records come in without a line of code at
//! the party: DDAS v1.0 deliveries and an NDJSON of our own. docs/import.md describes both.
//!
//! A file is read in bounded memory and from front to end ([`RecordReader`]); [`run`] publishes its
//! records in chunks to an [`ImportTarget`] and tells an [`ImportObserver`] what happens. Nothing that
//! is told carries a value of a person: field names and rules only.

pub mod ddas;
mod error;
mod finding;
pub mod ndjson;
mod progress;
mod report;
mod run;
mod step;
mod target;
pub mod toestemmingen;

pub use error::{FileError, ImportFailure, Position};
pub use finding::{Finding, Place, Rejection};
pub use progress::Progress;
pub use report::{Ended, ImportReport, ImportResult, RecordOutcome};
pub use run::{AHEAD, CHUNK, ImportObserver, ImportTarget, run};
pub use step::{Outcome, RecordReader, Sink, Step};
pub(crate) use target::resolve_all;
pub use target::{Buurtteam, Ddas, Intake, PartijTarget, Srw, Target};

/// How a file is read.
#[derive(Clone, Copy, Debug, Default)]
pub struct ImportOptions {
    /// Whether numbers that fail the elfproef are read as labelled test data (`--sta-test-bsn-toe`).
    pub sta_test_bsn_toe: bool,
}

impl ImportOptions {
    /// Reads a BSN as strictly as these options ask.
    pub(crate) fn read_bsn(self, text: &str) -> Result<crate::domain::Bsn, crate::domain::BsnError> {
        if self.sta_test_bsn_toe {
            crate::domain::Bsn::new_or_test(text)
        } else {
            crate::domain::Bsn::new(text)
        }
    }
}

/// What is wrong with a BSN, for the sender of the file.
fn bsn_rule(error: crate::domain::BsnError) -> &'static str {
    match error {
        crate::domain::BsnError::Form => "verwacht negen cijfers",
        crate::domain::BsnError::Elfproef => "voldoet niet aan de elfproef",
    }
}

#[cfg(test)]
mod tests;
