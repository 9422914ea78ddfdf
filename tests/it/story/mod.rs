//! What the program does, told through its front door.

mod accounting;
mod bad_input;
mod caseload;
mod client_libraries;
mod coupling;
mod coverage;
mod explaining;
mod failing;
mod granting;
mod grounds;
mod hiding;
mod joining;
mod lampje;
mod matrix;
mod opening;
mod overview;
mod previewing;
mod publishing;
pub(crate) mod queries;
mod receipts;
mod recording;
mod refusing;
mod replaying;
mod requesting;
mod rotation;
mod schema;
mod server_events;
mod sockets;
mod statements;
mod tokens;
mod two_clients;
mod werklijst;
mod withdrawing;
mod zaanstad;

pub(crate) use lampje::LAMPJE;
