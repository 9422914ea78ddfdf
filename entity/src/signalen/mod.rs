//! Signals: what happened that a party should know.

pub mod signaal;
pub mod verstrekking;
