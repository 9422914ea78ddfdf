use apollo_compiler::{
    diagnostic::ToCliReport,
    parser::{SourceMap, SourceSpan},
    validation::{DiagnosticData, DiagnosticList},
};

use crate::federation::{ClientError, Foutcode, error::Location};

/// So many faults are told at once; whoever has more mends these first.
const MOST_FAULTS: usize = 50;

/// The faults of one document, collected in one answer.
pub(super) struct Faults {
    sources: SourceMap,
    found: Vec<ClientError>,
}

impl Faults {
    pub(super) fn new(sources: SourceMap) -> Self {
        Self {
            sources,
            found: Vec::new(),
        }
    }

    pub(super) fn push(&mut self, code: Foutcode, message: impl Into<String>, span: Option<SourceSpan>) {
        let location = self.location(span);
        let fault = ClientError::new(code, message).located(location);
        if self.found.len() < MOST_FAULTS && !self.found.contains(&fault) {
            self.found.push(fault);
        }
    }

    /// Takes over what the parser and the validation found, in words that hold no value of the document.
    pub(super) fn extend(&mut self, diagnostics: &DiagnosticList) {
        for diagnostic in diagnostics.iter() {
            let code = code_of(diagnostic.error);
            self.push(
                code,
                message_of(diagnostic.error, code),
                diagnostic.error.location(),
            );
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(super) fn into_errors(self) -> Vec<ClientError> {
        self.found
    }

    fn location(&self, span: Option<SourceSpan>) -> Option<Location> {
        let place = span?.line_column(&self.sources)?;
        Some(Location {
            line: place.line,
            column: place.column,
        })
    }
}

/// The parser's own limits have no name; their texts are the only mark.
fn code_of(error: &DiagnosticData) -> Foutcode {
    let text = error.to_string();
    match error.unstable_error_name() {
        Some("RecursionError" | "RecursionLimitError" | "DeeplyNestedType") => Foutcode::TeDiep,
        None if text.contains("token limit") => Foutcode::DocumentTeGroot,
        None if text.contains("recursion limit") => Foutcode::TeDiep,
        _ => Foutcode::DocumentOngeldig,
    }
}

/// A syntax error quotes what it stumbled over, and a `@defer` label is a string of the document: neither
/// is repeated. The other messages hold names only; digits in a row are masked even there.
fn message_of(error: &DiagnosticData, code: Foutcode) -> String {
    match (code, error.unstable_error_name()) {
        (Foutcode::DocumentTeGroot, _) => "the document has too many tokens".to_owned(),
        (Foutcode::TeDiep, _) => "the document is nested too deeply".to_owned(),
        (_, None) => "syntax error".to_owned(),
        (_, Some("DuplicateDeferLabel")) => "a label of `@defer` is used twice".to_owned(),
        (_, Some(_)) => without_long_numbers(&error.to_string()),
    }
}

fn without_long_numbers(text: &str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut digits = String::new();
    for c in text.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        masked.push_str(if digits.len() >= 8 { "…" } else { &digits });
        digits.clear();
        if c != '\0' {
            masked.push(c);
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_masked_and_short_ones_stay() {
        assert_eq!(
            without_long_numbers("field `a999990342` of `b12`, 12345678"),
            "field `a…` of `b12`, …"
        );
    }
}
