//! The demo: embedded databases in a folder, demo parties, keys, people and records.

mod ask;
mod config;
mod console;
pub mod data;
mod error;
mod fill;
mod folder;
mod guide;

pub use error::DemoError;
pub use folder::DemoFolder;
