//! Referrals that are submitted through the hub. Each stands in a dossier of its own at the receiver, under its own id,
//! so that all who may see the dossiers of the receiver see it like any other.

mod erase;
mod gemeld;
mod indieners;
mod read;
mod stap;
mod submit;
mod take_over;
#[cfg(test)]
mod tests;

pub(super) use erase::erase;
pub(super) use gemeld::{find_gemeld, note_gemeld};
pub(super) use indieners::find_indieners;
pub use read::{EigenDossier, EigenVerwijzingen, Vindplaats};
pub use stap::{Stap, StapError, advance, find_kant};
pub use submit::{Indiening, Submitted, find_submitted, submit};
pub(super) use take_over::{TAKEN_OVER, give_back, take_over};

use uuid::Uuid;

use crate::publication::SUBMITTED;

/// The id of the dossier in which a submitted referral stands, as sources name theirs.
fn bron_id(id: Uuid) -> String {
    format!("{SUBMITTED}{id}")
}
