use schakel_entity::logboek::verstrekking;
use serde::Deserialize;

use super::{Fault, Form};
use crate::domain::{Handeling, Reden};

/// A stored line with what it decided, read.
pub(super) struct Record<'a> {
    pub(super) line: &'a verstrekking::Model,
    pub(super) outcomes: Vec<Outcome>,
    /// A span of the line's own (W3C Trace Context): the random half of its id.
    pub(super) span_id: String,
}

/// The outcome for one gegevensgroep.
#[derive(Deserialize)]
pub(super) struct Outcome {
    pub(super) groep: String,
    pub(super) reden: String,
    pub(super) besluit: String,
    #[serde(default)]
    pub(super) grond: Option<String>,
}

/// A stored line can't be shown in a form.
#[derive(Debug, thiserror::Error)]
#[error("line {volgnummer} cannot be shown: {why}")]
pub struct Unrendered {
    volgnummer: i64,
    why: String,
}

impl Unrendered {
    pub(super) fn refused(form: Form, faults: &[Fault]) -> Self {
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        Self {
            volgnummer: -1,
            why: format!("{}: {}", form.standard(), faults.join("; ")),
        }
    }

    /// Names the line.
    pub(crate) fn at(self, volgnummer: i64) -> Self {
        Self { volgnummer, ..self }
    }
}

impl<'a> Record<'a> {
    /// Reads a line; `None` when what leads to a person was erased from it.
    pub(super) fn read(line: &'a verstrekking::Model) -> Result<Option<Self>, Unrendered> {
        if line.gewist_op.is_some() {
            return Ok(None);
        }
        let outcomes = serde_json::from_str(&line.uitkomsten).map_err(|_| Unrendered {
            volgnummer: line.volgnummer.unwrap_or(-1),
            why: "its outcomes are not readable".to_owned(),
        })?;
        let span_id = line.id.simple().to_string().chars().skip(16).collect();
        Ok(Some(Self {
            line,
            outcomes,
            span_id,
        }))
    }

    /// When it was decided, in milliseconds since 1970.
    pub(super) fn milliseconds(&self) -> i64 {
        self.line.op.timestamp_millis()
    }

    /// Whether nothing could be decided, for want of the register.
    pub(super) fn is_undecided(&self) -> bool {
        let undecided = |outcome: &Outcome| outcome.reden == Reden::RegisterNietBereikbaar.word();
        !self.outcomes.is_empty() && self.outcomes.iter().all(undecided)
    }

    pub(super) fn is_disclosure(&self) -> bool {
        self.line.handeling == Handeling::Verstrekken.word()
    }
}

impl Outcome {
    pub(super) fn is_toegestaan(&self) -> bool {
        Reden::from_word(&self.reden).is_some_and(Reden::is_toegestaan)
    }
}
