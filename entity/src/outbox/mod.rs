//! What happened that others may hear of, in the database of whoever tells it.

pub mod signaalgebeurtenis;
pub mod signaalstand;
