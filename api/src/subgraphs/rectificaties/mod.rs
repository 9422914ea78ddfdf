//! What holds no longer of what others saw: recipients hear of it (AVG 19) when a record is corrected (16), withdrawn or
//! erased (17), or turns out to be about somebody else.
//!
//! An owner's room knows since when each record is in sight (`zicht`), and who asked since (its own log: `seen`). What is
//! revoked is written in the transaction that revokes it (`revoke`), with who must hear of it; answers that were under
//! way are found by a second look. Each receiver reads its own list (`reader`). It tells no more than what the receiver saw: which
//! groups of whom hold no longer. So it needs no ground of today: who may not see a resident any more must all the same
//! throw away what was wrong.

mod entities;
mod mark;
mod names;
mod owner;
mod reader;
mod revoke;
mod second_look;
mod seen;
mod types;
mod zicht;

pub(crate) use entities::rectificatie_entities;
pub(in crate::subgraphs) use mark::{Gewist, Verstreken, find_mark, mark, mark_expired, unmark};
pub use names::Names;
pub use owner::{Rechtzetting, Terugtrekking, Wissing};
pub use reader::Rectificaties;
pub(in crate::subgraphs) use revoke::{Revoked, write};
pub use second_look::SecondLook;
pub(in crate::subgraphs) use seen::Gezien;
pub use types::{GezienDoor, RectificatieBevestigd, RectificatieConnection, RectificatieSoort};
pub(in crate::subgraphs) use zicht::{appear, leaving, standing, vanish};
