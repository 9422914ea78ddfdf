use chrono::NaiveDate;

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

    /// A text that must say something and fit in its column.
    pub fn check_text(&mut self, field: impl Into<String>, text: &str, longest: usize) {
        let field = field.into();
        self.require(!text.trim().is_empty(), field.clone(), "mag niet leeg zijn");
        self.check_length(field, text, longest);
    }

    /// A text that may be absent but must fit in its column and hold no control characters.
    pub fn check_optional(&mut self, field: impl Into<String>, text: Option<&str>, longest: usize) {
        self.check_length(field, text.unwrap_or_default(), longest);
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
    faults.check_text("bronId", bron_id, 200);
    faults.check_text("reden", reden, 500);
    faults.into_result()
}
