//! Dossiers of the sociaal raadslieden, as their source systems publish them.

pub mod dossier;
pub mod indiening;
pub mod stap;
pub mod verwijzing;

pub use crate::logboek::{controlepunt, logknoop, logstand, verstrekking};
pub use crate::outbox::{signaalgebeurtenis, signaalstand};
pub use crate::rectificatie::{grafsteen, herroeping, recordzicht, rectificatie, rectificatiestand};
