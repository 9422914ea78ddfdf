//! The five subgraphs: rooms of the same shape, each with its own database.

pub mod buurtteam;
pub mod publishing;
pub mod srw;
mod store_error;
pub mod trajectbegeleiding;

pub use store_error::StoreError;
