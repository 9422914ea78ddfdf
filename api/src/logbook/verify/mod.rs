//! Checks a log from outside: its lines against their hashes, the hashes against signed checkpoints, its own and
//! those that others hold. Nothing here is shared with what writes the log: lines are encoded anew, from what
//! [`line`](super::line) says of the form, and the tree is walked from the first line on.

mod audit;
mod encode;
mod export;
mod inzage;
mod line;
#[cfg(test)]
mod mutations;
mod report;
mod stored;

pub use audit::{Audit, Keeping};
pub use export::{ExportError, FORM, Head, Row, audit_export};
pub use inzage::{InzageError, InzageFault, InzageReport, audit_inzage};
pub use line::Line;
pub use report::{Fault, Place, Report, Source};
pub use stored::audit_stored;
