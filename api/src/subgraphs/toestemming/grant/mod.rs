//! Granting and withdrawing: what may be recorded by whom, and the events that follow.

mod bound;
mod check;
mod confirm;
mod give;
mod herbevestiging;
mod last_word;
mod object;
mod reaffirm;
mod refuse;
mod request;
mod standing;
mod statement;
#[cfg(test)]
mod tests;
mod void;
mod withdraw;

pub use bound::{events_of_traject_end, picture, somebody_at};
pub use check::{CheckedGrant, Herkomst, checked_grant};
pub use confirm::{events_if_confirmed, events_of_confirmation};
pub use give::events_of_grant;
pub use herbevestiging::herbevestiging;
pub use object::{events_of_objection, events_of_objection_end};
pub use reaffirm::events_of_reaffirmation;
pub use refuse::events_of_refusal;
pub use request::{checked_request, events_of_request, events_of_request_end, may_answer};
pub use standing::{Standing, Voorval, standing};
pub use statement::{Statement, statements};
pub use void::events_of_voiding;
pub use withdraw::{events_of_withdrawal, events_of_withdrawal_by_code};

use crate::{
    domain::{Inrichting, PartijId, PartijSoort, Rol},
    request::authenticate::Caller,
};

/// Whether a consent manager may record for these parties: the hub's own for every party of the samenwerking, one at
/// a party only for what includes that party.
pub fn manages(caller: &Caller, inrichting: &Inrichting, partijen: [&PartijId; 2]) -> bool {
    caller.is(Rol::Toestemmingsbeheerder) && oversees(caller, inrichting, partijen)
}

/// Whether these parties are of the caller's samenwerking, and the caller's party is one of them or the hub's own.
pub fn oversees(caller: &Caller, inrichting: &Inrichting, partijen: [&PartijId; 2]) -> bool {
    let Some(samenwerking) = inrichting.samenwerking_of(caller.partij()) else {
        return false;
    };
    let is_here = |partij: &&PartijId| samenwerking.find_partij(partij).is_some();
    partijen.iter().all(is_here) && (is_central(caller, inrichting) || partijen.contains(&caller.partij()))
}

/// Whether this grant is one of those, or of a bundle with one of those: a bundle is one conversation. Who may record it
/// sees, hands out, confirms and withdraws any part of it (giving and withdrawing are equally easy: AVG 7 lid 3).
pub fn of_one_bundle(grant: &Standing, all: &[Standing], is_own: impl Fn(&Standing) -> bool) -> bool {
    let with_it = |one: &&Standing| {
        one.vastlegging.pakket.is_some() && one.vastlegging.gesprek == grant.vastlegging.gesprek
    };
    is_own(grant) || (with_it(&grant) && all.iter().filter(with_it).any(is_own))
}

/// Whether the caller works at the hub's own consent desk.
pub fn is_central(caller: &Caller, inrichting: &Inrichting) -> bool {
    inrichting
        .find_partij(caller.partij())
        .is_some_and(|partij| partij.soort == PartijSoort::Toestemmingsbeheer)
}

/// Who records something: party and user.
pub fn door(caller: &Caller) -> (PartijId, String) {
    (caller.partij().clone(), caller.gebruiker().to_owned())
}
