//! Buurtteams: their dossiers.

pub mod store;
