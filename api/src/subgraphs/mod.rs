//! Five rooms of the same shape, each with its own database: `mod.rs` opens the room, `schema.rs` holds
//! its roots, `types/` what it tells, `store/` its records.

pub mod common;
pub mod publishing;
mod store_error;
pub mod toestemming;
pub mod trajectbegeleiding;

pub use store_error::StoreError;
