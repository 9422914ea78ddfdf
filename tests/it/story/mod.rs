//! What the program does, told through its front door.

mod bad_input;
mod client_libraries;
mod coupling;
mod coverage;
mod explaining;
mod failing;
mod grounds;
mod hiding;
mod joining;
mod lampje;
mod matrix;
mod opening;
mod overview;
mod publishing;
mod queries;
mod recording;
mod rotation;
mod schema;
mod server_events;
mod sockets;
mod statements;
mod tokens;
mod two_clients;
mod withdrawing;

pub(crate) use lampje::LAMPJE;
