//! The worklists of open deadlines: what the rooms that have one share.

mod bron;
mod plaats;
mod show;

pub use bron::{Page, Plek, Vraag, WerkDossier, Werkbron, WerklijstFilter};
pub use plaats::{Plaats, asked_page, rang};
pub use show::{Shown, Werklijsten};
