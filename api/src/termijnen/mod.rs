//! Deadlines (termijnen): counted by the rows of the inrichting and by Dutch law, standing by the clock. Pure: no
//! database, no clock of its own.

mod atw;
mod feestdagen;
mod kalender;
mod looptijd;
mod opschorting;
mod standen;
mod termijn;
mod toestand;
mod verloop;

pub use kalender::Kalender;
pub use looptijd::{Aanvang, Einde, Looptijd, Maat};
pub use opschorting::{Opschorting, Opschortingen};
pub use standen::Stand;
pub use termijn::{Gepubliceerd, OpschortingVanCode, Telling, Termijn, TermijnHerkomst};
pub use toestand::{Afloop, TermijnToestand};
pub use verloop::{OplossingVerloop, Verloop};

#[cfg(test)]
mod tests;
