//! Early signals in two tables. `vroegsignaal` is the receiver's, who finds and changes it; `vroegsignaal_ontvangst` has the
//! receipts of the givers. What a giver is told comes of the receipts alone, so that nothing that the receiver does, or
//! erases, can show in it.

mod bewaren;
mod handle;
mod read;
mod receive;

pub(super) use bewaren::{Ontvangstbewijzen, Vroegsignalen};
pub(super) use handle::release;
pub use handle::{HandleError, handle};
pub use read::{Look, Ontvangen, of_ids, of_inwoners, places};
pub use receive::{ReadyVroegsignaal, find_given, receive, take_back};
