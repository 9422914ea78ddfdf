//! Signals: what happened that a party should know.

pub mod signaal;

pub use crate::logboek::{controlepunt, logknoop, logstand, verstrekking};
