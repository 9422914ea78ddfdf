//! What an owner takes out of the hub of its own records.

pub mod ddas;
