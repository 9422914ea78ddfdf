//! The one record in the three forms that law and standards ask for. Each form has a validator of its own, made
//! from the text of the standard and not from what renders; nothing is exported that it refuses.

mod beslislog;
mod check;
mod dataverwerkingen;
mod otlp;
mod record;
#[cfg(test)]
mod tests;
mod toegangslog;

use schakel_entity::logboek::verstrekking;
use serde_json::Value;

pub use check::Fault;
pub use otlp::to_otlp;
use record::Record;
pub use record::Unrendered;

/// A form of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A. Authorization Decision Log (Logius, [`beslislog`]): what was decided, with what it takes to replay it.
    Beslislog,
    /// B. Logboek dataverwerkingen (Logius, [`dataverwerkingen`]): one line per data subject, no employee.
    Dataverwerkingen,
    /// C. Toegangslog (NEN 7513, [`toegangslog`]): who saw what in which role.
    Toegangslog,
}

impl Form {
    /// The standard and the version that is followed.
    pub const fn standard(self) -> &'static str {
        match self {
            Self::Beslislog => beslislog::STANDARD,
            Self::Dataverwerkingen => dataverwerkingen::STANDARD,
            Self::Toegangslog => toegangslog::STANDARD,
        }
    }

    /// A line of the log in this form: one JSON object. `None` when such a line is not of this form: nothing was
    /// decided in a reading of the log, and what led to a person is gone from an erased line.
    ///
    /// # Errors
    /// [`Unrendered`] when a stored line can't be read, or the form's validator refuses what came out.
    pub fn render(self, line: &verstrekking::Model, origin: &str) -> Result<Option<Value>, Unrendered> {
        let Some(record) = Record::read(line)? else {
            return Ok(None);
        };
        let rendered = match self {
            Self::Beslislog => beslislog::render(&record, origin),
            Self::Dataverwerkingen => dataverwerkingen::render(&record, origin),
            Self::Toegangslog => toegangslog::render(&record, origin),
        };
        let Some(rendered) = rendered else {
            return Ok(None);
        };
        match self.check(&rendered).as_slice() {
            [] => Ok(Some(rendered)),
            faults => Err(Unrendered::refused(self, faults)),
        }
    }

    /// What is wrong with a line of this form, by its standard.
    pub fn check(self, line: &Value) -> Vec<Fault> {
        match self {
            Self::Beslislog => beslislog::check(line),
            Self::Dataverwerkingen => dataverwerkingen::check(line),
            Self::Toegangslog => toegangslog::check(line),
        }
    }
}
