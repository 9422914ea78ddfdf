//! The demo: embedded databases in a folder, demo parties, keys, people and records.

mod config;
pub mod data;
mod fill;
mod folder;
mod guide;

pub use folder::{DemoError, DemoFolder};
