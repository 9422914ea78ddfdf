use std::io::BufRead;

use serde::{Deserialize, Serialize};

use super::{Audit, Fault, Keeping, Line, Report};
use crate::logbook::note::Verifier;

/// A row of an export for checking: one JSON object a line, the head first, then checkpoints and log lines.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Row {
    /// Which log it is.
    Log(Head),
    /// A signed checkpoint of the log.
    Controlepunt(String),
    /// A line of the log.
    Regel(Box<Line>),
}

/// Which log an export is of.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Head {
    /// The form of the rows that follow: [`FORM`].
    pub vorm: String,
    /// The name of the log.
    pub oorsprong: String,
    /// The keys by which its checkpoints are checked. Who wants to be sure has them from elsewhere.
    pub sleutels: Vec<String>,
}

/// The form of an export for checking.
pub const FORM: &str = "schakel-logboek/1";

/// Why an export can't be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The file.
    #[error("the export cannot be read")]
    Io(#[from] std::io::Error),
    /// It doesn't begin with a head of this form.
    #[error("this is no export of a log for checking")]
    NoExport,
}

/// Checks an export, with the checkpoints in it and those that others hold. Without keys, those that the export
/// itself names are believed: then it only proves that it agrees with itself and with what others hold.
///
/// # Errors
/// [`ExportError`] when it is no export; a row that is broken is a fault.
pub fn audit_export(
    file: impl BufRead,
    keys: &[Verifier],
    held: &[String],
    keeping: Keeping,
) -> Result<(Head, Report), ExportError> {
    let mut rows = file.lines().zip(1_u64..);
    let Some((first, _)) = rows.next() else {
        return Err(ExportError::NoExport);
    };
    let head = match serde_json::from_str(&first?) {
        Ok(Row::Log(head)) if head.vorm == FORM => head,
        _ => return Err(ExportError::NoExport),
    };
    let named: Vec<Verifier> = head.sleutels.iter().filter_map(|key| key.parse().ok()).collect();
    let keys = if keys.is_empty() { &named } else { keys };
    let (mut own, mut lines, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for (row, number) in rows {
        match serde_json::from_str(&row?) {
            Ok(Row::Controlepunt(note)) => own.push(note),
            Ok(Row::Regel(line)) => lines.push(line),
            Ok(Row::Log(_)) | Err(_) => faults.push(Fault::Malformed { row: number }),
        }
    }
    let mut audit = Audit::new(&head.oorsprong, keys, &own, held).keeping(keeping);
    faults.into_iter().for_each(|fault| audit.found(fault));
    lines.iter().for_each(|line| {
        audit.line(line);
    });
    Ok((head, audit.finish()))
}
