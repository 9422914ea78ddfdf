//! The consent register: who gave what to whom, and the decisions that follow. It alone holds the key
//! that makes ids out of BSNs.

mod codes;
mod due;
mod explain;
mod grant;
mod local;
mod looks;
mod lookups;
mod ontvangstbewijs;
mod rotation;
mod schema;
mod sleutels;
mod store;
mod types;

pub use due::DueToestemmingen;
pub use local::{LocalRegister, LocalRegisterError, Present, TakenOver};
pub use lookups::{CodeLimit, LookupLimit};
pub use ontvangstbewijs::{Ontvangstbewijs, Page, Teksten, style_hash};
pub use rotation::{Rotation, RotationError, RotationOutcome, VALID_BSNS};
pub use schema::{MutationRoot, QueryRoot, room, sdl};
pub use sleutels::{Sleutel, SleutelError, Sleutels};
pub use store::RegisterStore;
pub use types::{
    BewijsInvoer, BewijsSoort, GegevenDoor, OpeningOordeel, OpeningReden, OpeningStatus,
    ToestemmingDeelInvoer, ToestemmingInvoer,
};
