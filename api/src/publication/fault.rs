use chrono::NaiveDate;

use super::InwonerInvoer;
use crate::domain::names_a_bsn;

/// One thing that is wrong with a published record: where, and why; never the value itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as a path from the record (`clienten.0.bsn`).
    pub field: String,
    /// What is wrong, in a plain Dutch sentence without the value.
    pub reason: String,
}

/// Gathers all faults of a record, so that a publisher hears them at once.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Notes a fault.
    pub fn add(&mut self, field: impl Into<String>, reason: impl Into<String>) {
        self.0.push(Fault {
            field: field.into(),
            reason: reason.into(),
        });
    }

    /// Notes a fault unless the condition holds.
    pub fn require(&mut self, condition: bool, field: impl Into<String>, reason: &str) {
        if !condition {
            self.add(field, reason);
        }
    }

    /// A text that people write: it must say something, fit in its column and name no BSN (no column holds one).
    pub fn check_text(&mut self, field: impl Into<String>, text: &str, longest: usize) {
        let field = field.into();
        self.require(!text.trim().is_empty(), field.clone(), "mag niet leeg zijn");
        self.check_optional(field, Some(text), longest);
    }

    /// A text that people write and that may be absent: it must fit in its column, hold no control characters and name no BSN.
    pub fn check_optional(&mut self, field: impl Into<String>, text: Option<&str>, longest: usize) {
        let (field, text) = (field.into(), text.unwrap_or_default());
        self.check_length(field.clone(), text, longest);
        self.require(!names_a_bsn(text), field, "lijkt een bsn te noemen");
    }

    /// A number or name that another system gave: it must say something and fit in its column. One in eleven of nine digits
    /// passes the elfproef, so that it isn't refused for it; whose BSN it may not be is known where the resident is.
    pub fn check_key(&mut self, field: impl Into<String>, key: &str, longest: usize) {
        let field = field.into();
        self.require(!key.trim().is_empty(), field.clone(), "mag niet leeg zijn");
        self.check_length(field, key, longest);
    }

    /// A [key](Self::check_key) that may be absent.
    pub fn check_optional_key(&mut self, field: impl Into<String>, key: Option<&str>, longest: usize) {
        self.check_length(field, key.unwrap_or_default(), longest);
    }

    /// The id that a source gave to its record about these residents: a [key](Self::check_key) that isn't the BSN of one of them.
    pub fn check_bron_id<'a>(
        &mut self,
        field: impl Into<String>,
        bron_id: &str,
        about: impl IntoIterator<Item = &'a InwonerInvoer>,
    ) {
        let field = field.into();
        self.check_key(field.clone(), bron_id, 200);
        let is_named = about.into_iter().any(|inwoner| inwoner.is_bsn_in(bron_id));
        self.require(!is_named, field, "noemt het bsn van de inwoner");
    }

    /// A period that doesn't end before it starts.
    pub fn check_period(
        &mut self,
        field: impl Into<String>,
        start: Option<NaiveDate>,
        end: Option<NaiveDate>,
    ) {
        if let (Some(start), Some(end)) = (start, end) {
            self.require(start <= end, field, "eindigt voor het begin");
        }
    }

    /// A list that isn't longer than anybody needs.
    pub fn check_count(&mut self, field: impl Into<String>, count: usize, most: usize) {
        if count > most {
            self.add(field, format!("heeft er meer dan {most}"));
        }
    }

    /// All faults, or nothing when there are none.
    ///
    /// # Errors
    /// The faults, in the order of the fields.
    pub fn into_result(self) -> Result<(), Vec<Fault>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }

    fn check_length(&mut self, field: impl Into<String>, text: &str, longest: usize) {
        let field = field.into();
        if text.chars().count() > longest {
            self.add(field.clone(), format!("is langer dan {longest} tekens"));
        }
        self.require(
            !text.chars().any(char::is_control),
            field,
            "bevat besturingstekens",
        );
    }
}

/// Checks a withdrawal of a record: which, and why.
///
/// # Errors
/// Every fault, with its field.
pub fn check_withdrawal(bron_id: &str, reden: &str) -> Result<(), Vec<Fault>> {
    let mut faults = Faults::default();
    faults.check_key("bronId", bron_id, 200);
    faults.check_text("reden", reden, 500);
    faults.into_result()
}
