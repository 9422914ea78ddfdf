//! Signals: what happened that a party should know, told only to whom it may be told at that moment.

mod deliver;
mod schema;
mod soort;
mod store;
mod types;

pub use schema::{QueryRoot, room, sdl};
pub use soort::{SignaalErnst, SignaalSoort};
