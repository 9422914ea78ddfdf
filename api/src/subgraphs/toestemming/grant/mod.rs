//! Granting and withdrawing: what may be recorded by whom, and the events that follow.

mod give;
mod standing;
#[cfg(test)]
mod tests;
mod withdraw;

pub use give::{checked_grant, events_of_grant};
pub use standing::{Standing, standing};
pub use withdraw::events_of_withdrawal;

use crate::{
    domain::{Inrichting, PartijId, PartijSoort, Rol},
    request::authenticate::Caller,
};

/// Whether a consent manager may record for this party: the hub's own for every party of the
/// samenwerking, one at a party only for what includes that party.
pub(super) fn manages(caller: &Caller, inrichting: &Inrichting, partijen: [&PartijId; 2]) -> bool {
    let Some(samenwerking) = inrichting.samenwerking_of(caller.partij()) else {
        return false;
    };
    let is_here = |partij: &&PartijId| samenwerking.find_partij(partij).is_some();
    let own = inrichting.find_partij(caller.partij());
    let is_central = own.is_some_and(|partij| partij.soort == PartijSoort::Toestemmingsbeheer);
    caller.is(Rol::Toestemmingsbeheerder)
        && partijen.iter().all(is_here)
        && (is_central || partijen.contains(&caller.partij()))
}
