//! Dossiers of the buurtteams, as their source systems publish them.

pub mod contactmoment;
pub mod doel;
pub mod dossier;
pub mod leefgebied;

pub use crate::logboek::{controlepunt, logknoop, logstand, verstrekking};
pub use crate::outbox::{signaalgebeurtenis, signaalstand};
pub use crate::rectificatie::{grafsteen, herroeping, recordzicht, rectificatie, rectificatiestand};
