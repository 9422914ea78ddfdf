//! Signals: what happened that a party should know.

pub mod ontvangerstand;
pub mod signaal;
pub mod volgstand;

pub use crate::logboek::{controlepunt, logknoop, logstand, verstrekking};
