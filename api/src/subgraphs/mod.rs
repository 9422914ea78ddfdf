//! Five rooms of the same shape, each with its own database: `mod.rs` opens the room, `schema.rs` holds
//! its roots, `types/` what it tells, `store/` its records.

mod bell;
pub mod bewaren;
pub mod buurtteam;
pub mod common;
pub mod inzage;
pub mod neighbours;
pub mod outbox;
pub mod publishing;
pub mod rectificaties;
pub mod signalen;
pub mod srw;
mod store_error;
pub mod streams;
pub mod toestemming;
pub mod trajectbegeleiding;

pub use bell::Bell;
pub use store_error::StoreError;
