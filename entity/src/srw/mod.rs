//! Dossiers of the sociaal raadslieden, as their source systems publish them.

pub mod dossier;
pub mod verstrekking;
pub mod verwijzing;
