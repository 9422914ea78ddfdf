//! Deadlines (termijnen): counted by the rows of the inrichting and by Dutch law, standing by the clock. Pure: no
//! database, no clock of its own.

mod atw;
mod feestdagen;
mod kalender;
mod looptijd;
mod opschorting;
mod toestand;

pub use kalender::Kalender;
pub use looptijd::{Aanvang, Einde, Looptijd, Maat};
pub use opschorting::{Opschorting, Opschortingen};
pub use toestand::{Afloop, TermijnToestand};

#[cfg(test)]
mod tests;
