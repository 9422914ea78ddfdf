//! The kit of the tests: databases on both engines, what was logged, how many statements were made, and files
//! that are checked in and compared.
//!
//! The program itself, with a server and people who ask, is in [`app`].
//!
//! A story is told once and runs on SQLite and on PostgreSQL:
//!
//! ```text
//! on_both_engines! {
//!     async fn a_new_database_is_empty(databases: Databases) { … }
//! }
//! ```

pub mod app;
mod checked_in;
mod database;
mod engine;
mod logs;
mod place;
mod postgres;
mod processes;
mod rooms;
mod seed;
mod statements;

pub use app::TestApp;
pub use checked_in::{compare_list, expect_file, shrinking_list};
pub use database::Databases;
pub use engine::{Engine, OnEngine, tell};
pub use logs::{Logs, bsns_in};
pub use place::{binary, root, state};
pub use postgres::Cluster;
pub use processes::{Apart, Asker, ForeignRouter, HOUSE, Records, Replicas, Served, Together};
pub use seed::random_numbers;
pub use statements::Statements;
